package dev.whatsway.api.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.channel.Stops;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class ChannelsTest extends ApiTest {

  private static final String CHANNELS = "/api/v1/channels";

  @Autowired private Channels channels;
  @Autowired private Stops stops;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void a_channel_has_careful_defaults() {
    JsonNode channel = api.post(CHANNELS, Given.channelJson(Given.number(), "")).json();

    assertThat(channel.path("mm_enabled").asBoolean()).isFalse();
    assertThat(channel.path("mm_rollout_percent").asInt()).isEqualTo(100);
    assertThat(channel.path("routing").asString()).isEqualTo("auto");
    assertThat(channel.path("fallback").asString()).isEqualTo("definite");
    assertThat(channel.path("unknown_policy").asString()).isEqualTo("give_up");
    assertThat(channel.path("throughput").asInt()).isEqualTo(80);
    assertThat(channel.path("graph_url").isNull()).isTrue();
  }

  @Test
  void secrets_are_never_shown() {
    Api.Answer created = api.post(CHANNELS, Given.channelJson(Given.number(), ""));
    String everything =
        created.body()
            + api.get(CHANNELS).body()
            + api.get(CHANNELS + "/" + created.id()).body()
            + api.patch(CHANNELS + "/" + created.id(), "{\"app_secret\": \"other\"}").body();

    assertThat(everything)
        .doesNotContain("EAAG-secret-token", "app-secret-value", "verify-value", "other")
        .doesNotContain("access_token", "app_secret", "verify_token");
  }

  @Test
  void a_patch_changes_what_it_names_and_keeps_the_rest() {
    UUID id = new Given(api, jdbc).channel();
    JsonNode before = api.get(CHANNELS + "/" + id).json();

    Api.Answer patched =
        api.patch(
            CHANNELS + "/" + id,
            "{\"throughput\": 5, \"graph_url\": \"http://127.0.0.1:8090\", \"access_token\": \"t2\"}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().path("throughput").asInt()).isEqualTo(5);
    assertThat(patched.json().path("graph_url").asString()).isEqualTo("http://127.0.0.1:8090");
    assertThat(patched.json().path("phone_number")).isEqualTo(before.path("phone_number"));
    assertThat(channels.secrets(id).accessToken()).isEqualTo("t2");
    assertThat(channels.secrets(id).appSecret()).isEqualTo("app-secret-value");
  }

  @Test
  void a_null_in_a_patch_resets_the_graph_url_and_nothing_else() {
    UUID id = new Given(api, jdbc).channel();
    api.patch(CHANNELS + "/" + id, "{\"graph_url\": \"http://127.0.0.1:8090\"}");

    assertThat(api.patch(CHANNELS + "/" + id, "{\"name\": null}").error("name")).contains("null");
    Api.Answer reset = api.patch(CHANNELS + "/" + id, "{\"graph_url\": null}");

    assertThat(reset.json().path("graph_url").isNull()).isTrue();
  }

  @Test
  void a_patch_overwrites_nothing_that_is_learnt_while_it_is_under_way() {
    UUID id = new Given(api, jdbc).channel();
    CompletableFuture<Api.Answer> patched =
        new TransactionTemplate(transactions)
            .execute(
                status -> {
                  jdbc.sql("UPDATE channels SET messaging_limit = 'TIER_10K' WHERE id = :id")
                      .param("id", id)
                      .update();
                  CompletableFuture<Api.Answer> patch =
                      CompletableFuture.supplyAsync(
                          () -> api.patch(CHANNELS + "/" + id, "{\"name\": \"New\"}"));
                  Awaitility.await("the patch waits for the channel")
                      .until(
                          () ->
                              jdbc.sql(
                                      "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE%'")
                                  .query(Boolean.class)
                                  .single());
                  return patch;
                });
    patched.join();
    assertThat(channels.get(id).messagingLimit()).isEqualTo("TIER_10K");
    assertThat(channels.get(id).name()).isEqualTo("New");
  }

  @Test
  void a_throughput_is_the_operators_until_a_null_gives_it_back_to_meta() {
    UUID id = new Given(api, jdbc).channel();
    assertThat(channels.get(id).throughputConfigured()).isFalse();
    api.patch(CHANNELS + "/" + id, "{\"throughput\": 5}");
    api.patch(CHANNELS + "/" + id, "{\"name\": \"other\"}");
    assertThat(channels.get(id).throughputConfigured()).isTrue();
    assertThat(channels.get(id).throughput()).isEqualTo(5);

    api.patch(CHANNELS + "/" + id, "{\"throughput\": null}");

    assertThat(channels.get(id).throughputConfigured()).isFalse();
  }

  @Test
  void a_stop_is_shown_with_its_remedy_until_a_new_token_clears_it() {
    UUID id = new Given(api, jdbc).channel();
    UUID other = new Given(api, jdbc).channel();
    stops.openForToken(id, 190, "The token is invalid.", "Give it another.");

    JsonNode stopped = api.get(CHANNELS + "/" + id).json();
    assertThat(stopped.path("status").asString()).isEqualTo("stopped");
    assertThat(stopped.path("status_reason").asString())
        .isEqualTo("The token is invalid. (Meta's code 190) Give it another.");
    assertThat(stopped.path("stops").path(0).path("remedy").asString())
        .isEqualTo("Give it another.");
    assertThat(api.get(CHANNELS + "/" + other).json().path("stops")).isEmpty();

    JsonNode renewed = api.patch(CHANNELS + "/" + id, "{\"access_token\": \"t2\"}").json();

    assertThat(renewed.path("status").asString()).isEqualTo("active");
    assertThat(renewed.path("stops")).isEmpty();
  }

  @Test
  void templates_are_fetched_when_asked_for() {
    UUID id = new Given(api, jdbc).channel();
    when(channelCommands.syncTemplates(id)).thenReturn(new TemplateCounts(3, 2, 1, 4));

    Api.Answer answer = api.post(CHANNELS + "/" + id + "/sync-templates");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("created").asInt()).isEqualTo(2);
    assertThat(stranger().post(CHANNELS + "/" + id + "/sync-templates").status()).isEqualTo(404);
  }

  @Test
  void a_long_fetch_of_templates_goes_on_by_itself() {
    UUID id = new Given(api, jdbc).channel();
    when(channelCommands.syncTemplates(id)).thenReturn(null);
    assertThat(api.post(CHANNELS + "/" + id + "/sync-templates").status()).isEqualTo(202);
  }

  @Test
  void a_channel_says_what_to_do_when_its_quality_is_too_low() {
    UUID id = new Given(api, jdbc).channel();
    String path = "/api/v1/channels/" + id;
    assertThat(api.get(path).json().path("quality_policy").asString()).isEqualTo("pause");
    assertThat(
            api.patch(path, "{\"quality_policy\": \"slow\"}")
                .json()
                .path("quality_policy")
                .asString())
        .isEqualTo("slow");
    assertThat(api.patch(path, "{\"quality_policy\": \"hope\"}").error("quality_policy"))
        .contains("pause");
    // Meta's own words may be new ones; they are no reason to refuse a change of something else.
    jdbc.sql("UPDATE channels SET messaging_limit = 'TIER_5K', status_reason = 'Slowed.'").update();
    assertThat(api.patch(path, "{\"name\": \"Other\"}").status()).isEqualTo(200);
    assertThat(api.get(path).json().path("messaging_limit").asString()).isEqualTo("TIER_5K");
    assertThat(api.get(path).json().path("status_reason").asString()).isEqualTo("Slowed.");
  }

  @Test
  void a_channel_names_its_portfolio_and_limit() {
    UUID id =
        api.post(
                CHANNELS,
                Given.channelJson(
                    Given.number(),
                    ", \"portfolio_id\": \"102290129340300\", \"messaging_limit\": \"TIER_2K\""))
            .id();
    String path = CHANNELS + "/" + id;

    assertThat(api.get(path).json().path("portfolio_id").asString()).isEqualTo("102290129340300");
    assertThat(api.patch(path, "{\"name\": \"Other\"}").json().path("messaging_limit").asString())
        .as("left out, so it stays")
        .isEqualTo("TIER_2K");
    JsonNode reset = api.patch(path, "{\"messaging_limit\": null, \"portfolio_id\": null}").json();
    assertThat(reset.path("messaging_limit").isNull()).isTrue();
    assertThat(reset.path("portfolio_id").isNull()).isTrue();
  }

  @Test
  void an_unknown_field_of_a_patch_is_named() {
    UUID id = new Given(api, jdbc).channel();

    assertThat(api.patch(CHANNELS + "/" + id, "{\"token\": \"t\"}").error("token"))
        .contains("access_token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "phone_number       | \"015112345678\"          | E.164",
        "phone_number       | \"+49 151 12345678\"      | without spaces",
        "phone_number       | \"+491\"                  | E.164",
        "phone_number_id    | \"abc\"                   | digits",
        "waba_id            | \"1\"                     | digits",
        "graph_url          | \"graph.facebook.com\"    | absolute http",
        "graph_url          | \"ftp://graph.facebook\"  | absolute http",
        "graph_url          | \"https://u:p@graph.test\"| absolute http",
        "mm_rollout_percent | 101                       | from 0 to 100",
        "mm_rollout_percent | -1                        | from 0 to 100",
        "messaging_limit    | \"2000\"                  | TIER_2K",
        "portfolio_id       | \"my portfolio\"          | digits",
        "throughput         | 0                         | from 1 to 1000",
        "throughput         | 1001                      | from 1 to 1000",
        "routing            | \"mm_only\"               | auto, cloud_only",
        "fallback           | \"never\"                 | definite, always",
        "unknown_policy     | \"retry\"                 | give_up, resend",
        "access_token       | \"\"                      | is required",
      })
  void a_wrong_value_says_what_would_be_right(String field, String value, String right) {
    UUID id = new Given(api, jdbc).channel();

    Api.Answer answer = api.patch(CHANNELS + "/" + id, "{\"" + field + "\": " + value + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).contains(right);
  }

  @Test
  void a_number_belongs_to_one_channel() {
    String number = Given.number();
    api.post(CHANNELS, Given.channelJson(number, ""));
    String other = Given.number();

    Api.Answer samePhone =
        api.post(
            CHANNELS,
            Given.channelJson(number, "")
                .replace(number.substring(1) + "\",\n", other.substring(1) + "\",\n"));
    Api.Answer sameId =
        api.post(
            CHANNELS,
            Given.channelJson(other, "")
                .replace(other.substring(1), number.substring(1))
                .replace("+" + number.substring(1), other));

    assertThat(samePhone.status()).isEqualTo(409);
    assertThat(samePhone.error("phone_number")).contains("another channel");
    assertThat(sameId.status()).isEqualTo(409);
    assertThat(sameId.error("phone_number_id")).contains("another channel");
  }

  @Test
  void pages_hold_every_channel_once() {
    Given given = new Given(api, jdbc);
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(given.channel().toString());
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get(CHANNELS + "?limit=2&cursor=" + cursor).json();
      page.path("data").forEach(channel -> seen.add(channel.path("id").asString()));
      assertThat(page.path("data").size()).isLessThanOrEqualTo(2);
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(made);
  }
}
