package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What a client gets where more than one thing goes wrong. */
@TestPropertySource(
    properties = {"whatsway.gateway.call-timeout=2s", "whatsway.gateway.in-flight=2"})
class GatewayTroubleTest extends ApiTest {

  private static ScriptedMeta meta;

  @BeforeAll
  static void start() {
    meta = new ScriptedMeta();
  }

  @AfterAll
  static void stop() {
    meta.close();
  }

  @Test
  void an_answer_that_both_routes_lost_is_one_answer_and_one_unknown_message() {
    String number = channel("always", "broken", "broken");

    Api.Answer answer = send(number, "once");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.header("X-WhatsWay-Attempts")).isEqualTo("2");
    assertThat(routes(number)).containsExactly("mm", "cloud");
    assertThat(status(answer)).isEqualTo("unknown");
  }

  @Test
  void a_repetition_with_its_key_sends_nothing_after_a_fallback_that_may_have_sent_twice() {
    String number = channel("always", "broken", "ok");
    Api.Answer first = send(number, "always");
    assertThat(first.status()).as(first.body()).isEqualTo(200);

    Api.Answer second = send(number, "always");

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(routes(number)).containsExactly("mm", "cloud");
  }

  @Test
  void a_repetition_with_its_key_gets_the_unknown_outcome_again() {
    String number = channel("definite", "broken", "ok");
    Api.Answer first = send(number, "definite");
    assertThat(first.status()).isEqualTo(502);

    Api.Answer second = send(number, "definite");

    assertThat(second.status()).isEqualTo(502);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(routes(number)).containsExactly("mm");
  }

  @Test
  void nothing_goes_by_cloud_that_the_ledger_could_not_allow() {
    String number = channel("definite", "400/134101", "ok");
    jdbc.sql(
            """
            CREATE FUNCTION refuse_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.route = 'cloud' AND EXISTS (SELECT FROM messages m JOIN channels c ON c.id = m.channel_id
                  WHERE m.id = NEW.message_id AND c.phone_number_id = '%1$s') THEN
                RAISE division_by_zero;
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER refuse_%1$s BEFORE INSERT ON attempts
              FOR EACH ROW EXECUTE FUNCTION refuse_%1$s()
            """
                .formatted(number))
        .update();
    Api.Answer answer;
    try {
      answer = send(number, "refused");
    } finally {
      jdbc.sql(
              "DROP TRIGGER refuse_%1$s ON attempts; DROP FUNCTION refuse_%1$s()".formatted(number))
          .update();
    }

    assertThat(routes(number)).containsExactly("mm");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(134101);
    assertThat(status(answer)).isEqualTo("failed");
  }

  @Test
  void what_finds_no_room_is_refused_unsent_and_there_is_room_again() {
    String number = channel("definite", "timeout", "timeout");
    HttpClient http = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> open =
        List.of(
            http.sendAsync(request(number), HttpResponse.BodyHandlers.ofString()),
            http.sendAsync(request(number), HttpResponse.BodyHandlers.ofString()));
    await().until(() -> meta.calls(number).size() == 2);

    Api.Answer refused = send(number, "no-room");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("error").path("code").asInt()).isEqualTo(131016);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    open.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(502));
    assertThat(meta.calls(number)).hasSize(2);
    meta.play(number, "ok", "ok");
    assertThat(send(number, "room").status()).isEqualTo(200);
  }

  private String channel(String fallback, String mm, String cloud) {
    String phone = Given.number();
    Api.Answer made =
        api.post(
            "/api/v1/channels",
            Given.channelJson(
                phone,
                ", \"graph_url\": \"%s\", \"mm_enabled\": true, \"fallback\": \"%s\""
                    .formatted(meta.url(), fallback)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    meta.play(phone.substring(1), mm, cloud);
    return phone.substring(1);
  }

  /** A template that nobody knows, so that both routes are possible; the same for the same key. */
  private Api.Answer send(String number, String key) {
    return api.post(
        "/v23.0/" + number + "/messages",
        template("t_" + key.replace('-', '_')),
        "Idempotency-Key",
        key + number);
  }

  private HttpRequest request(String number) {
    return api.request("/v23.0/" + number + "/messages")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                template("t_" + UUID.randomUUID().toString().replace('-', '_'))))
        .build();
  }

  private static String template(String name) {
    return """
        {"messaging_product": "whatsapp", "to": "+4915112345600", "type": "template",
         "template": {"name": "%s", "language": {"code": "en_US"}}}"""
        .formatted(name);
  }

  private static List<String> routes(String number) {
    return meta.calls(number).stream().map(ScriptedMeta.Call::route).toList();
  }

  private String status(Api.Answer answer) {
    return await()
        .until(
            () ->
                jdbc.sql(
                        "SELECT CASE WHEN hold_reason = 'answer-lost' THEN 'unknown' ELSE status END"
                            + " FROM messages WHERE id = ?")
                    .param(UUID.fromString(answer.header("X-WhatsWay-Message")))
                    .query(String.class)
                    .single(),
            status -> !status.equals("queued"));
  }
}
