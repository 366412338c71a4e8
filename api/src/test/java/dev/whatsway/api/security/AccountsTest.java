package dev.whatsway.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest extends ApiTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer unknown-key", "Basic dTpw", "unknown"})
  void without_a_known_key_nothing_is_answered(String authorization) {
    Api.Answer answer =
        api.send(api.anonymous("/api/v1/channels").header("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.json().path("detail").asString()).containsIgnoringCase("api key");
  }

  @Test
  void a_revoked_key_is_refused() {
    jdbc.sql("UPDATE api_keys SET revoked_at = now() WHERE account_id = ?").param(account).update();

    assertThat(api.get("/api/v1/channels").status()).isEqualTo(401);
  }

  @Test
  void an_unknown_path_below_api_does_not_tell_strangers_that_it_is_unknown() {
    assertThat(api.send(api.anonymous("/api/v1/nothing")).status()).isEqualTo(401);
  }

  @Test
  void health_and_openapi_need_no_key() {
    assertThat(api.send(api.anonymous("/actuator/health/readiness")).status()).isEqualTo(200);
    assertThat(api.send(api.anonymous("/v3/api-docs")).status()).isEqualTo(200);
  }

  @Test
  void what_belongs_to_another_account_is_not_found() {
    Given given = new Given(api, jdbc);
    UUID campaign = given.campaign();
    UUID message = given.message(campaign, 0, "queued");
    UUID channel = id("channels");
    UUID audience = id("audiences");
    Api stranger = stranger();

    for (String path :
        List.of(
            "channels/" + channel,
            "audiences/" + audience,
            "audiences/" + audience + "/rejected",
            "campaigns/" + campaign,
            "campaigns/" + campaign + "/report",
            "campaigns/" + campaign + "/messages",
            "campaigns/" + campaign + "/progress",
            "campaigns/" + campaign + "/events",
            "messages/" + message)) {
      assertThat(stranger.get("/api/v1/" + path).status()).as(path).isEqualTo(404);
    }
    for (String command : List.of("launch", "pause", "resume", "cancel")) {
      assertThat(stranger.post("/api/v1/campaigns/" + campaign + "/" + command).status())
          .as(command)
          .isEqualTo(404);
    }
    assertThat(stranger.patch("/api/v1/channels/" + channel, "{\"name\": \"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void lists_hold_only_what_is_the_accounts_own() {
    new Given(api, jdbc).campaign();
    Api stranger = stranger();

    for (String list : List.of("channels", "audiences", "templates", "campaigns")) {
      assertThat(api.get("/api/v1/" + list).json().path("data").size()).as(list).isEqualTo(1);
      assertThat(stranger.get("/api/v1/" + list).json().path("data").size()).as(list).isZero();
    }
  }

  @Test
  void a_campaign_cannot_be_made_of_another_accounts_parts() {
    Given given = new Given(api, jdbc);
    given.campaign();

    Api.Answer answer =
        stranger()
            .post("/api/v1/campaigns", Given.campaignJson(id("channels"), id("audiences"), ""));

    assertThat(answer.error("channel_id")).contains("of this account");
    assertThat(answer.error("audience_id")).contains("of this account");
  }

  private UUID id(String list) {
    return UUID.fromString(
        api.get("/api/v1/" + list).json().path("data").get(0).path("id").asString());
  }
}
