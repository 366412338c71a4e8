package dev.whatsway.api.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConsentsTest extends ApiTest {

  private static final String CONSENTS = "/api/v1/consents";
  private static final String SUPPRESSIONS = "/api/v1/suppressions";
  private static final String KEYWORDS = "/api/v1/opt-out-keywords";

  private final String phone = Given.number();

  @Test
  void a_word_counts_by_when_it_was_said() {
    assertThat(
            consent("opt_in", ", \"at\": \"2026-05-01T10:00:00+02:00\"").path("state").asString())
        .isEqualTo("opted_in");
    JsonNode out = consent("opt_out", ", \"at\": \"2026-06-01T10:00:00Z\"");
    assertThat(out.path("state").asString()).isEqualTo("opted_out");
    assertThat(out.path("at").asString()).isEqualTo("2026-06-01T10:00:00Z");
    assertThat(out.toString()).doesNotContain(phone);
    assertThat(consent("opt_in", ", \"at\": \"2026-05-15T10:00:00Z\"").path("state").asString())
        .as("older than the opt-out")
        .isEqualTo("opted_out");
    assertThat(consent("opt_in", "").path("state").asString()).isEqualTo("opted_in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"phone\": \"0151\", \"kind\": \"opt_in\", \"source\": \"a\"}                  | phone",
        "{\"kind\": \"opt_in\", \"source\": \"a\"}                                       | phone",
        "{\"phone\": \"+4915112345678\", \"kind\": \"stop\", \"source\": \"a\"}          | kind",
        "{\"phone\": \"+4915112345678\", \"kind\": \"opt_in\"}                           | source",
        "{\"phone\": \"+4915112345678\", \"kind\": \"opt_in\", \"source\": \"a\", \"at\": \"2099-01-01T00:00:00Z\"} | at",
      })
  void what_is_wrong_is_named(String body, String field) {
    Api.Answer answer = api.post(CONSENTS, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).isNotBlank();
  }

  @Test
  void a_repeated_request_records_once() {
    String body =
        "{\"phone\": \"%s\", \"kind\": \"opt_out\", \"source\": \"call\"}".formatted(phone);
    api.post(CONSENTS, body, "Idempotency-Key", "one");
    Api.Answer again = api.post(CONSENTS, body, "Idempotency-Key", "one");

    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(jdbc.sql("SELECT count(*) FROM consents").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test
  void a_suppression_is_kept_as_a_hash_and_lifted_only_here() {
    assertThat(api.get(SUPPRESSIONS + "/" + phone).status()).isEqualTo(404);
    Api.Answer put =
        api.post(SUPPRESSIONS, "{\"phone\": \"%s\", \"reason\": \"lawyer\"}".formatted(phone));
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.body()).doesNotContain(phone);
    consent("opt_in", "");

    assertThat(api.get(SUPPRESSIONS + "/" + phone).json().path("reason").asString())
        .isEqualTo("lawyer");
    assertThat(stranger().get(SUPPRESSIONS + "/" + phone).status()).isEqualTo(404);
    assertThat(jdbc.sql("SELECT s::text FROM suppressions s").query(String.class).single())
        .doesNotContain(phone.substring(1));
    assertThat(delete(SUPPRESSIONS + "/" + phone).status()).isEqualTo(204);
    assertThat(delete(SUPPRESSIONS + "/" + phone).status()).isEqualTo(404);
    assertThat(api.post(SUPPRESSIONS, "{}").error("reason")).isNotBlank();
  }

  @Test
  void keywords_are_the_defaults_until_they_are_replaced() {
    JsonNode defaults = api.get(KEYWORDS).json();
    assertThat(defaults.path("opt_out").toString()).contains("stop", "baja", "отписаться");
    assertThat(defaults.path("updated_at").isNull()).isTrue();

    assertThat(put(KEYWORDS, "{\"opt_out\": [\" Schluss \"], \"opt_in\": []}").status())
        .isEqualTo(200);
    assertThat(api.get(KEYWORDS).json().path("opt_out").toString()).isEqualTo("[\"Schluss\"]");
    assertThat(put(KEYWORDS, "{\"opt_in\": [\"!!\"]}").error("opt_in[0]")).isNotBlank();
    assertThat(put(KEYWORDS, "{\"opt_in\": [\"!!\"]}").error("opt_out")).isNotBlank();
    assertThat(
            put(KEYWORDS, "{\"opt_out\": [\"Stop\"], \"opt_in\": [\"STOP!\"]}").error("opt_in[0]"))
        .contains("opt-out");
    assertThat(delete(KEYWORDS).status()).isEqualTo(204);
    assertThat(api.get(KEYWORDS).json().path("opt_out").toString()).contains("baja");
  }

  @Test
  void a_template_says_by_which_buttons_people_opt_out() {
    Given given = new Given(api, jdbc);
    UUID template = given.template(given.channel());
    String path = "/api/v1/templates/" + template;

    JsonNode marked = api.patch(path, "{\"opt_out_buttons\": [\"No thanks\"]}").json();

    assertThat(marked.path("opt_out_buttons").toString()).isEqualTo("[\"No thanks\"]");
    assertThat(api.patch(path, "{\"opt_out_buttons\": [\"\"]}").error("opt_out_buttons[0]"))
        .isNotBlank();
    assertThat(stranger().patch(path, "{\"opt_out_buttons\": []}").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/templates").body()).contains("No thanks");
  }

  private JsonNode consent(String kind, String more) {
    Api.Answer answer =
        api.post(
            CONSENTS,
            "{\"phone\": \"%s\", \"kind\": \"%s\", \"source\": \"shop\"%s}"
                .formatted(phone, kind, more));
    assertThat(answer.status()).isEqualTo(201);
    return answer.json();
  }

  private Api.Answer put(String path, String json) {
    return api.send(
        api.request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  private Api.Answer delete(String path) {
    return api.send(api.request(path).DELETE());
  }
}
