package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** How webhooks travel, whatever they say. */
@Timeout(120)
class WebhookTransportTest {
  @AutoClose private final Bench bench = Bench.start();

  @Test
  void the_signature_is_over_the_raw_bytes_in_which_unicode_is_escaped() {
    bench.cloud(Sends.news(ANA).put("biz_opaque_callback_data", "äöå/🙂"));
    bench.settle();

    assertThat(bench.receiver().deliveries()).isNotEmpty();
    for (WebhookReceiver.Delivery delivery : bench.receiver().deliveries()) {
      byte[] body = delivery.body();
      assertThat(new String(body, UTF_8)).contains("\\u00e4\\u00f6\\u00e5\\/\\ud83d\\ude42");
      assertThat(delivery.json().toString()).contains("äöå/🙂");
      assertThat(delivery.signature()).isEqualTo("sha256=" + hmac(body, Bench.APP_SECRET));
      byte[] written = delivery.json().toString().getBytes(UTF_8);
      assertThat(delivery.signature()).isNotEqualTo("sha256=" + hmac(written, Bench.APP_SECRET));
    }
  }

  @Test
  void the_signature_matches_metas_test_vector() {
    byte[] body = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}".getBytes(UTF_8);

    assertThat(Signature.of(body, "test_app_secret"))
        .isEqualTo("sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756");
  }

  @Test
  void an_envelope_names_account_number_and_field() {
    bench.cloud(Sends.news(ANA));
    bench.settle();

    JsonNode body = bench.receiver().deliveries().get(0).json();
    assertThat(body.path("object").asString()).isEqualTo("whatsapp_business_account");
    JsonNode entry = body.path("entry").path(0);
    assertThat(entry.path("id").asString()).isEqualTo(Bench.WABA_ID);
    assertThat(entry.has("time")).isFalse();
    JsonNode change = entry.path("changes").path(0);
    assertThat(change.path("field").asString()).isEqualTo("messages");
    assertThat(change.path("value").path("messaging_product").asString()).isEqualTo("whatsapp");
    assertThat(change.path("value").path("metadata"))
        .isEqualTo(
            Sends.json(
                "{'display_phone_number': '15550100123', 'phone_number_id': '106540352242922'}"));
  }

  @Test
  void a_webhook_that_is_not_answered_with_200_comes_again_with_the_same_bytes() {
    bench.put("/_simulator/behaviour", "{'rates': {'reach': {'never_delivered': 1}}}");
    bench.receiver().answer(500, 503, 404, 202);
    bench.cloud(Sends.news(ANA));
    bench.settle();

    List<WebhookReceiver.Delivery> deliveries = bench.receiver().deliveries();
    assertThat(deliveries).hasSize(5);
    assertThat(deliveries)
        .allSatisfy(
            delivery -> {
              assertThat(delivery.body()).isEqualTo(deliveries.get(0).body());
              assertThat(delivery.signature()).isEqualTo(deliveries.get(0).signature());
            });
    assertThat(bench.summary().path("webhooks"))
        .isEqualTo(Sends.json("{'pending': 0, 'delivered': 1, 'dropped': 0}"));
  }

  @Test
  void nothing_is_lost_while_the_receiver_is_away() throws IOException {
    bench.simulator().setWebhook(closedPort(), null);
    bench.cloud(Sends.news(ANA));
    assertThat(bench.summary().path("webhooks").path("pending").asInt()).isEqualTo(3);

    bench.simulator().setWebhook(bench.receiver().url(), null);
    assertThat(bench.statusNames()).containsExactlyInAnyOrder("sent", "delivered", "read");
  }

  @Test
  void paused_webhooks_wait_and_come_when_resumed() {
    assertThat(post("/_simulator/webhooks/pause").body()).isEqualTo("{\"webhooks\":\"paused\"}");
    bench.cloud(Sends.news(ANA));
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(30))
        .until(() -> bench.summary().path("webhooks").path("pending").asInt() == 3);
    assertThat(bench.receiver().deliveries()).isEmpty();

    assertThat(post("/_simulator/webhooks/resume").body()).isEqualTo("{\"webhooks\":\"running\"}");
    assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
  }

  @Test
  void many_events_come_in_entries_changes_and_statuses() {
    bench.put("/_simulator/behaviour", "{'rates': {'reach': {'never_delivered': 1}}}");
    bench.simulator().pauseWebhooks();
    for (int n = 0; n < 35; n++) {
      bench.cloud(Sends.news(ANA));
    }
    bench.simulator().resumeWebhooks();
    assertThat(bench.statuses()).hasSize(35);

    assertThat(bench.receiver().deliveries())
        .allSatisfy(
            delivery -> {
              for (JsonNode entry : delivery.json().path("entry")) {
                assertThat(entry.path("changes").size()).isBetween(1, 3);
              }
              assertThat(delivery.values())
                  .allSatisfy(value -> assertThat(value.path("statuses").size()).isBetween(1, 10));
            })
        .anySatisfy(delivery -> assertThat(delivery.values()).hasSizeGreaterThan(1));
  }

  @Test
  void webhooks_without_an_address_are_dropped_and_counted() {
    assertThat(bench.put("/_simulator/webhook", "{'url': ''}").status()).isEqualTo(200);
    bench.cloud(Sends.news(ANA));
    bench.settle();

    assertThat(bench.receiver().deliveries()).isEmpty();
    assertThat(bench.summary().path("webhooks"))
        .isEqualTo(Sends.json("{'pending': 0, 'delivered': 0, 'dropped': 3}"));
  }

  @Test
  void address_and_secret_can_be_changed_at_run_time() {
    String url = bench.receiver().url().toString();
    assertThat(
            bench
                .put("/_simulator/webhook", "{'url': '" + url + "', 'app_secret': 'another'}")
                .status())
        .isEqualTo(200);
    bench.cloud(Sends.news(ANA));
    bench.settle();

    WebhookReceiver.Delivery delivery = bench.receiver().deliveries().get(0);
    assertThat(delivery.signature()).isEqualTo("sha256=" + hmac(delivery.body(), "another"));
  }

  @Test
  void a_wrong_address_is_refused() {
    Bench.Reply reply = bench.put("/_simulator/webhook", "{'url': 'ftp://files.example'}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("webhook URL").contains("ftp://files.example");

    assertThat(bench.put("/_simulator/webhook", "{'secret': 'x'}").body())
        .contains("unknown field secret; known here: url, app_secret");
  }

  @Test
  void a_name_beyond_ascii_is_no_obstacle() {
    bench.put(
        "/_simulator/behaviour",
        "{'recipients': {'" + ANA_DIGITS + "': {'reply': 'Danke schön ✓'}}}");
    bench.cloud(Sends.news(ANA));
    bench.settle();

    assertThat(bench.receiver().items("messages"))
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.path("text").path("body").asString())
                    .isEqualTo("Danke schön ✓"));
  }

  private Bench.Reply post(String path) {
    return bench.post(path, Json.object());
  }

  private static URI closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  private static String hmac(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
