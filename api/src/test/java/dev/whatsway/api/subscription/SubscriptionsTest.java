package dev.whatsway.api.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SubscriptionsTest extends ApiTest {

  private static final String SUBSCRIPTIONS = "/api/v1/subscriptions";

  /** A literal, so that no name server is needed. */
  private static final String URL = "https://93.184.215.14/whatsway";

  @Test
  void the_secret_is_shown_once_and_never_again() {
    Api.Answer created = create(URL, ", \"events\": [\"message.failed\", \"campaign.*\"]");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.json().path("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
    ObjectNode shown = (ObjectNode) api.get(SUBSCRIPTIONS + "/" + created.id()).json();
    shown.remove("created_at");
    shown.remove("updated_at");
    assertThat(shown)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"id": "%s", "url": "%s", "events": ["message.failed", "campaign.*"],
                 "status": "active", "status_reason": null, "secret": null}
                """
                    .formatted(created.id(), URL)));
    assertThat(api.get(SUBSCRIPTIONS).body()).doesNotContain("whsec_");
  }

  @Test
  void whoever_repeats_the_request_with_its_key_gets_the_same_secret_which_lies_there_encrypted() {
    String body = "{\"url\": \"%s\"}".formatted(URL);
    Api.Answer first = api.post(SUBSCRIPTIONS, body, "Idempotency-Key", "one");
    Api.Answer again = api.post(SUBSCRIPTIONS, body, "Idempotency-Key", "one");

    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first.body()).contains("whsec_");
    assertThat(
            jdbc.sql("SELECT encode(body, 'escape') FROM idempotency_keys")
                .query(String.class)
                .single())
        .doesNotContain("whsec_");
    assertThat(api.get(SUBSCRIPTIONS).json().path("data").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://127.0.0.1/hook|public internet",
        "https://localhost/hook|public internet",
        "https://169.254.169.254/latest/meta-data|public internet",
        "https://[::ffff:10.0.0.1]/|public internet",
        "https://[fd00::1]/|public internet",
        "https://100.64.1.1/|public internet",
        "http://93.184.215.14/|must be https",
        "https://user:pass@93.184.215.14/|without user",
        "https://93.184.215.14:22/|443",
        "ftp://93.184.215.14/|absolute URL"
      })
  void ssrf_a_target_inside_or_of_another_scheme_is_refused_when_it_is_made(
      String url, String says) {
    Api.Answer refused = create(url, "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error("url")).contains(says);
  }

  @Test
  void events_that_do_not_exist_are_named() {
    Api.Answer refused = create(URL, ", \"events\": [\"message.read\", \"message.eaten\"]");
    assertThat(refused.error("events[1]")).contains("message.read", "campaign.completed");
    assertThat(create(URL, ", \"events\": []").error("events")).contains("at least one");
    assertThat(api.post(SUBSCRIPTIONS, "{}").error("url")).contains("required");
  }

  @Test
  void there_are_at_most_twenty() {
    for (int i = 0; i < 20; i++) {
      assertThat(create(URL, "").status()).isEqualTo(201);
    }
    assertThat(create(URL, "").error("url")).contains("at most 20");
  }

  @Test
  void what_belongs_to_another_account_does_not_exist() {
    String path = SUBSCRIPTIONS + "/" + create(URL, "").id();
    Api stranger = stranger();
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.get(path + "/deliveries").status()).isEqualTo(404);
    assertThat(stranger.post(path + "/rotate-secret").status()).isEqualTo(404);
    assertThat(stranger.post(path + "/enable").status()).isEqualTo(404);
    assertThat(stranger.post(path + "/deliveries/1/replay").status()).isEqualTo(404);
    assertThat(stranger.send(stranger.request(path).DELETE()).status()).isEqualTo(404);
    assertThat(stranger.get(SUBSCRIPTIONS).json().path("data").size()).isZero();
  }

  @Test
  void a_deleted_subscription_is_gone() {
    String path = SUBSCRIPTIONS + "/" + create(URL, "").id();
    assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);
    assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(404);
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void a_secret_can_be_replaced() {
    Api.Answer created = create(URL, "");
    Api.Answer rotated = api.post(SUBSCRIPTIONS + "/" + created.id() + "/rotate-secret");
    assertThat(rotated.json().path("secret").asString())
        .startsWith("whsec_")
        .isNotEqualTo(created.json().path("secret").asString());
  }

  @Test
  void dead_letters_are_listed_page_by_page_and_replayed() {
    UUID id = create(URL, "").id();
    String path = SUBSCRIPTIONS + "/" + id;
    Given given = new Given(api, jdbc);
    UUID campaign = given.campaign();
    for (int i = 0; i < 3; i++) {
      given.message(campaign, i, "failed", "error_code = 131026, error_title = 'No'");
    }
    jdbc.sql("UPDATE deliveries SET state = 'dead', tries = 11, http_status = 500").update();

    JsonNode page = api.get(path + "/deliveries?state=dead&limit=2").json();
    JsonNode letter = page.path("data").path(0);
    assertThat(page.path("data").size()).isEqualTo(2);
    assertThat(letter.path("type").asString()).isEqualTo("message.failed");
    assertThat(letter.path("data").path("error").path("code").asInt()).isEqualTo(131026);
    assertThat(letter.path("http_status").asInt()).isEqualTo(500);
    JsonNode rest =
        api.get(path + "/deliveries?limit=2&cursor=" + page.path("next_cursor").asString()).json();
    assertThat(rest.path("data").size()).isEqualTo(1);
    assertThat(rest.path("next_cursor").isNull()).isTrue();

    String replay = path + "/deliveries/" + letter.path("id").asLong() + "/replay";
    assertThat(api.post(replay).status()).isEqualTo(202);
    assertThat(api.post(replay).status()).as("not dead any more").isEqualTo(404);
    assertThat(api.get(path + "/deliveries").json().path("data").size()).isEqualTo(2);
    assertThat(api.get(path + "/deliveries?state=pending").error("state")).contains("dead");
  }

  @Test
  void a_disabled_subscription_says_why_and_can_be_enabled_again() {
    UUID id = create(URL, "").id();
    String path = SUBSCRIPTIONS + "/" + id;
    jdbc.sql("UPDATE subscriptions SET status = 'disabled', status_reason = '410'").update();
    assertThat(api.get(path).json().path("status_reason").asString()).isEqualTo("410");
    assertThat(api.post(path + "/deliveries/1/replay").json().path("type").asString())
        .endsWith("invalid-state");
    Api.Answer enabled = api.post(path + "/enable");
    assertThat(enabled.json().path("status").asString()).isEqualTo("active");
    assertThat(enabled.json().path("status_reason").isNull()).isTrue();
  }

  private Api.Answer create(String url, String more) {
    return api.post(SUBSCRIPTIONS, "{\"url\": \"%s\"%s}".formatted(url, more));
  }
}
