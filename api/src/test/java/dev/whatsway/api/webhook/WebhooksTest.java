package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.whatsway.api.Api.Answer;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class WebhooksTest extends ApiTest {

  private static final String PATH = "/webhooks/whatsapp";
  private static final String SECRET = "test_app_secret";
  private static final String NUMBER = "106540352242922";

  @Autowired private IngressLimits limits;
  @Autowired private Backlog backlog;

  /** All tests have one address. */
  @AfterEach
  void forgetWhoWasRefused() {
    limits.forget();
  }

  @BeforeEach
  void aChannelWithMetasExampleSecret() {
    channel(Given.number(), NUMBER, SECRET, "verify-me");
  }

  @Test
  void givesUpAConnectionWhoseOtherEndIsGone(@Autowired DataSource database) throws SQLException {
    Properties settings = database.unwrap(HikariDataSource.class).getDataSourceProperties();
    assertThat(settings.get("socketTimeout")).hasToString("30");
    assertThat(settings.get("tcpKeepAlive")).hasToString("true");
  }

  @Test
  void takesMetasTestVector() {
    Answer answer =
        post(
            "{\"object\":\"whatsapp_business_account\",\"entry\":[]}",
            "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void storesEachEventOnceHoweverOftenAndInWhateverBatchItComes() {
    String sent = status("wamid.1", "sent");
    String read = status("wamid.1", "read");
    assertThat(signed(body(sent, read)).status()).isEqualTo(200);
    assertThat(signed(body(read)).status()).isEqualTo(200);
    assertThat(
            signed(body("{\"status\":\"sent\",\"timestamp\":\"1\",\"id\":\"wamid.1\"}")).status())
        .isEqualTo(200);

    assertThat(column("kind || ':' || state")).containsExactly("status:pending", "status:pending");
    assertThat(column("phone_number_id")).containsOnly(NUMBER);
    assertThat(column("payload").get(0)).contains("\"item\"", "wamid.1");
  }

  @Test
  void storesEveryKindInTheKindItIs() {
    signed(
        change(
            "\"statuses\":[%s],\"messages\":[{\"id\":\"wamid.9\",\"type\":\"text\"}]"
                .formatted(status("wamid.2", "sent"))));
    signed(change("\"user_actions\":[{\"action_type\":\"marketing_messages_link_click\"}]"));
    signed(change("\"user_preferences\":[{\"value\":\"stop\"}]"));
    signed(change("\"something_new\":[1,2]"));
    assertThat(column("kind"))
        .containsExactly("status", "message", "action", "preference", "other");
  }

  @Test
  void refusesAWrongOrMissingSignatureAndStoresNothing() {
    String body = body(status("wamid.3", "sent"));
    for (String header :
        new @Nullable String[] {
          null,
          "",
          "sha256=",
          "sha256=00",
          "sha1=" + "0".repeat(64),
          "sha256=" + "z".repeat(64),
          "sha256=" + "0".repeat(64),
          sign(body, "another secret"),
          sign(body + " ", SECRET)
        }) {
      assertThat(post(body, header).status()).as(String.valueOf(header)).isEqualTo(401);
    }
    assertThat(column("kind")).isEmpty();
  }

  @Test
  void takesAGoodSignatureFromAnAddressThatSentManyWrongOnes() {
    String body = body(status("wamid.3", "sent"));
    int answer = 401;
    for (int time = 0; time < 1_000 && answer == 401; time++) {
      answer = post(body, sign(body, "another secret")).status();
    }
    assertThat(answer).isEqualTo(429);
    assertThat(signed(body).status()).as("behind the same proxy").isEqualTo(200);
  }

  @Test
  void checksTheBytesAsTheyCame() {
    String escaped = body("{\"id\":\"wamid.4\",\"status\":\"sent\",\"note\":\"\\u00e4\\/\"}");
    assertThat(signed(escaped).status()).isEqualTo(200);
    assertThat(post(escaped.replace("\\u00e4", "ä"), sign(escaped, SECRET)).status())
        .isEqualTo(401);
  }

  @Test
  void keepsASignedBodyThatIsNoWebhookWithoutMakingMetaSendItAgain() {
    assertThat(signed("no json").status()).isEqualTo(200);
    assertThat(signed("[]").status()).isEqualTo(200);
    assertThat(signed("{\"entry\": 7}").status()).isEqualTo(200);
    assertThat(signed("\u0000").status()).isEqualTo(200);
    assertThat(column("kind || ':' || state")).hasSize(4).containsOnly("unreadable:set_aside");
  }

  @Test
  void keepsTextThatIsNoUnicodeInJson() {
    assertThat(
            signed(change("\"messages\":[{\"id\":\"w\",\"text\":{\"body\":\"\\ud800 \\u0000\"}}]"))
                .status())
        .isEqualTo(200);
    assertThat(column("kind")).containsExactly("message");
  }

  @Test
  void setsAsideWhatAnotherAppSaysOfOurNumber() {
    channel(Given.number(), "206540352242922", "other app", "other token");
    String body = body(status("wamid.5", "read"));
    await()
        .untilAsserted(
            () -> assertThat(post(body, sign(body, "other app")).status()).isEqualTo(200));
    assertThat(column("state")).containsExactly("set_aside");
    assertThat(column("error").get(0)).contains("another app's secret");
  }

  @Test
  void refusesMoreThanThreeMegabytes() {
    assertThat(signed(" ".repeat(3 * 1024 * 1024 + 1)).status()).isEqualTo(413);
    assertThat(column("kind")).isEmpty();
  }

  @Test
  void keepsNoThreadForTheBodyOfWhatIsRefused() throws IOException {
    URI server = api.anonymous(PATH).build().uri();
    try (Socket slow = new Socket(server.getHost(), server.getPort())) {
      slow.setSoTimeout(5_000);
      slow.getOutputStream()
          .write(
              ("POST " + PATH + " HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] untilClosed = slow.getInputStream().readAllBytes();
      assertThat(new String(untilClosed, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void turnsPostsAwayAndStoresNothingWhileThoseInHandAreLate() {
    Backlog.Ticket late = backlog.enter();
    String body = body(status("wamid.10", "sent"));
    await().until(backlog::isLate);
    assertThat(signed(body).status()).isEqualTo(503);
    String channel = channelId(NUMBER);
    assertThat(post(PATH + "/" + channel, body, sign(body, SECRET)).status()).isEqualTo(503);
    assertThat(column("kind")).isEmpty();
    assertThat(verify("subscribe", "verify-me", "1").status()).isEqualTo(200);
    late.close();
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(column("kind")).hasSize(1);
  }

  @Test
  void answersTheVerificationWithTheBareChallenge() {
    Answer answer = verify("subscribe", "verify-me", "1158201444");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1158201444");
    assertThat(answer.contentType()).startsWith("text/plain");
  }

  @Test
  void refusesAVerificationWithAnotherTokenOrMode() {
    assertThat(verify("subscribe", "guess", "1").status()).isEqualTo(403);
    assertThat(verify("unsubscribe", "verify-me", "1").status()).isEqualTo(403);
    assertThat(api.send(api.anonymous(PATH).GET()).status()).isEqualTo(403);
  }

  @Test
  void takesOnAChannelsOwnPathWhatItsOwnAppHasSigned() {
    String own = channelId(NUMBER);
    channel(Given.number(), "206540352242922", "other app", "other-token");
    String body = body(status("wamid.7", "sent"));
    // Channels are known within a second.
    await()
        .untilAsserted(
            () ->
                assertThat(post(PATH + "/" + own, body, sign(body, SECRET)).status())
                    .isEqualTo(200));
    assertThat(post(PATH + "/" + own, body, sign(body, "other app")).status()).isEqualTo(401);
    assertThat(post(PATH + "/" + UUID.randomUUID(), body, sign(body, SECRET)).status())
        .isEqualTo(401);
    assertThat(post(PATH + "/no-id", body, sign(body, SECRET)).status()).isEqualTo(404);
    assertThat(verify(PATH + "/" + own, "subscribe", "verify-me", "12").body()).isEqualTo("12");
    assertThat(verify(PATH + "/" + own, "subscribe", "other-token", "12").status()).isEqualTo(403);
    assertThat(column("kind")).hasSize(1);
  }

  @Test
  void takesAThousandUpdatesInOneBody() {
    String[] statuses =
        IntStream.range(0, 1_000)
            .mapToObj(n -> status("wamid.k" + n, "sent"))
            .toArray(String[]::new);
    assertThat(signed(body(statuses)).status()).isEqualTo(200);
    assertThat(column("kind")).hasSize(1_000);
  }

  @Test
  void setsAsideAJsonBombOfNestedArrays() {
    String bomb = "{\"entry\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
    assertThat(signed(bomb).status()).isEqualTo(200);
    assertThat(column("kind || ':' || state")).containsExactly("unreadable:set_aside");
  }

  @Test
  void aReplayedSignatureOfTheSameBodyChangesNothingTwice() {
    String body = body(status("wamid.8", "sent"));
    for (int time = 0; time < 3; time++) {
      assertThat(signed(body).status()).isEqualTo(200);
    }
    assertThat(post(body(status("wamid.9", "sent")), sign(body, SECRET)).status())
        .as("for another body")
        .isEqualTo(401);
    assertThat(column("kind")).hasSize(1);
  }

  @Test
  void knowsANewChannelWithinASecond() {
    signed(body(status("wamid.6", "sent")));
    channel(Given.number(), "306540352242922", "fresh secret", "fresh token");
    String body =
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[]}]}";
    await()
        .untilAsserted(
            () -> assertThat(post(body, sign(body, "fresh secret")).status()).isEqualTo(200));
  }

  private Answer verify(String mode, String token, String challenge) {
    return verify(PATH, mode, token, challenge);
  }

  private Answer verify(String path, String mode, String token, String challenge) {
    return api.send(
        api.anonymous(
                path
                    + "?hub.mode="
                    + mode
                    + "&hub.verify_token="
                    + token
                    + "&hub.challenge="
                    + challenge)
            .GET());
  }

  private Answer signed(String body) {
    return post(body, sign(body, SECRET));
  }

  private Answer post(String body, @Nullable String signature) {
    return post(PATH, body, signature);
  }

  private Answer post(String path, String body, @Nullable String signature) {
    HttpRequest.Builder request =
        api.anonymous(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return api.send(signature == null ? request : request.header("X-Hub-Signature-256", signature));
  }

  private static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(String wamid, String status) {
    return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"1\"}".formatted(wamid, status);
  }

  private static String body(String... statuses) {
    return change("\"statuses\":[" + String.join(",", statuses) + "]");
  }

  private static String change(String value) {
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages",
         "value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"%s"},%s}}]}]}"""
        .formatted(NUMBER, value);
  }

  private void channel(String number, String phoneNumberId, String secret, String verifyToken) {
    Answer made =
        api.post(
            "/api/v1/channels",
            """
            {"name": "Support", "phone_number": "%s", "phone_number_id": "%s", "waba_id": "102290129340398",
             "access_token": "EAAG-secret-token", "app_secret": "%s", "verify_token": "%s"}
            """
                .formatted(number, phoneNumberId, secret, verifyToken));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  private String channelId(String phoneNumberId) {
    return jdbc.sql("SELECT id::text FROM channels WHERE phone_number_id = :id")
        .param("id", phoneNumberId)
        .query(String.class)
        .single();
  }

  private List<String> column(String expression) {
    return jdbc.sql("SELECT " + expression + " FROM inbox ORDER BY id")
        .query((row, number) -> row.getString(1))
        .list();
  }
}
