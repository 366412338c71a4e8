package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static dev.whatsway.simulator.Sends.JUERGEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What webhooks say about a message that goes the usual way, and about one that fails. */
@Timeout(120)
class StatusWebhookTest {
  @AutoClose private final Bench bench = Bench.start();

  @Test
  void a_message_is_sent_delivered_and_read() {
    String wamid = bench.cloud(Sends.news(ANA)).wamid();

    assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
    assertThat(bench.statuses())
        .hasSize(3)
        .allSatisfy(
            status -> {
              assertThat(status.path("id").asString()).isEqualTo(wamid);
              assertThat(status.path("recipient_id").asString()).isEqualTo(ANA_DIGITS);
            });
  }

  @Test
  void timestamps_are_seconds_written_as_text() {
    try (Bench still = Bench.start("{}", options -> options.withClock(new SetClock()))) {
      still.cloud(Sends.news(ANA));

      assertThat(still.statuses())
          .hasSize(3)
          .allSatisfy(
              status -> {
                assertThat(status.path("timestamp").isString()).isTrue();
                assertThat(status.path("timestamp").asString()).isEqualTo("1795514400");
              });
    }
  }

  @Test
  void pricing_is_on_sent_and_on_one_of_delivered_and_read() {
    bench.marketing(Sends.news(ANA));

    List<JsonNode> statuses = bench.statuses();
    JsonNode expected =
        Sends.json(
            "{'billable': true, 'pricing_model': 'PMP', 'type': 'regular',"
                + " 'category': 'marketing_lite'}");
    assertThat(statuses.get(0).path("pricing")).isEqualTo(expected);
    assertThat(statuses.get(1).path("pricing")).isEqualTo(expected);
    assertThat(statuses.get(2).has("pricing")).isFalse();
  }

  @Test
  void other_messages_have_the_category_of_their_template_or_are_service() {
    bench.cloud(Sends.orderUpdate(ANA));
    bench.cloud(Sends.text(ANA, "Hello"));

    assertThat(bench.statuses())
        .filteredOn(status -> status.path("status").asString().equals("sent"))
        .extracting(status -> status.path("pricing").path("category").asString())
        .containsExactly("utility", "service");
  }

  @ParameterizedTest
  @CsvSource({"v22.0, true", "v23.0, true", "v24.0, false", "v26.0, false"})
  void conversations_are_told_before_v24_only(String version, boolean told) {
    String path = "/" + version + "/" + Bench.PHONE_NUMBER_ID + "/marketing_messages";
    assertThat(bench.post(path, Sends.news(ANA)).status()).isEqualTo(200);

    List<JsonNode> statuses = bench.statuses();
    assertThat(statuses)
        .hasSize(3)
        .allSatisfy(s -> assertThat(s.has("conversation")).isEqualTo(told));
    if (told) {
      JsonNode sent = statuses.get(0).path("conversation");
      assertThat(sent.path("origin").path("type").asString()).isEqualTo("marketing_lite");
      assertThat(sent.path("expiration_timestamp").isString()).isTrue();
      assertThat(statuses.get(1).path("conversation").has("expiration_timestamp")).isFalse();
    }
  }

  @Test
  void contacts_come_with_good_news_and_not_with_failures() {
    bench.cloud(Sends.news(ANA));
    bench.settle();
    JsonNode value = bench.receiver().values("statuses").get(0);
    assertThat(value.path("contacts").path(0).path("wa_id").asString()).isEqualTo(ANA_DIGITS);
    assertThat(value.path("contacts").path(0).path("profile").path("name").asString()).isNotEmpty();

    try (Bench failing = Bench.withFate(ANA_DIGITS, "{'fail': '131026'}")) {
      failing.cloud(Sends.news(ANA));
      failing.settle();
      assertThat(failing.receiver().values("statuses"))
          .isNotEmpty()
          .allSatisfy(failed -> assertThat(failed.has("contacts")).isFalse());
    }
  }

  @Test
  void callback_data_comes_back_in_every_status_and_only_if_it_was_sent() {
    bench.cloud(Sends.news(ANA).put("biz_opaque_callback_data", "for-us"));
    bench.cloud(Sends.orderUpdate(JUERGEN));

    assertThat(bench.statuses())
        .extracting(status -> status.path("biz_opaque_callback_data").asString("none"))
        .containsExactlyInAnyOrder("for-us", "for-us", "for-us", "none", "none", "none");
  }

  @Test
  void a_message_to_a_user_id_names_that_id_and_no_number() {
    bench.cloud(Sends.toUserId(Sends.news(""), "BR.134912086553"));

    assertThat(bench.statuses())
        .hasSize(3)
        .allSatisfy(
            status -> {
              assertThat(status.path("recipient_user_id").asString()).isEqualTo("BR.134912086553");
              assertThat(status.has("recipient_id")).isFalse();
            });
  }

  @Test
  void a_failure_follows_acceptance_with_code_title_and_details_and_without_pricing() {
    try (Bench failing = Bench.withFate(ANA_DIGITS, "{'fail': '131026'}")) {
      assertThat(failing.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");

      assertThat(failing.statuses())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.path("status").asString()).isEqualTo("failed");
                assertThat(status.has("pricing")).isFalse();
                assertThat(status.path("errors")).hasSize(1);
                JsonNode error = status.path("errors").path(0);
                assertThat(error.propertyNames())
                    .containsExactlyInAnyOrder("code", "title", "message", "error_data", "href");
                assertThat(error.path("code").isInt()).isTrue();
                assertThat(error.path("code").asInt()).isEqualTo(131026);
                assertThat(error.path("message")).isEqualTo(error.path("title"));
                assertThat(error.path("error_data").path("details").asString()).isNotEmpty();
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "+14155550123, failed 131049", // San Francisco
    "+17875550123, failed 131049", // Puerto Rico
    "+14165550123, sent", // Toronto
    "+18765550123, sent" // Jamaica
  })
  void marketing_to_a_us_number_is_accepted_and_fails_by_webhook(String to, String outcome) {
    assertThat(bench.marketing(Sends.news(to)).outcome()).isEqualTo("accepted");

    assertThat(outcomes(bench)).contains(outcome);
  }

  @Test
  void other_messages_reach_us_numbers() {
    bench.cloud(Sends.orderUpdate("+14155550123"));

    assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
  }

  @Test
  void who_left_marketing_still_gets_other_messages() {
    try (Bench left = Bench.withFate(ANA_DIGITS, "{'fail': '131050'}")) {
      left.marketing(Sends.news(ANA));
      assertThat(outcomes(left)).containsExactly("failed 131050");
      left.cloud(Sends.orderUpdate(ANA));
      assertThat(outcomes(left)).containsExactly("failed 131050", "sent", "delivered", "read");
    }
  }

  @Test
  void free_texts_need_an_open_window_where_that_is_enforced() {
    bench.put(
        "/_simulator/behaviour",
        "{'rules': {'service_window_enforced': true},"
            + "'recipients': {'"
            + ANA_DIGITS
            + "': {'reply': 'Hi!'}}}");
    bench.cloud(Sends.text(ANA, "Are you there?"));
    assertThat(outcomes(bench)).containsExactly("failed 131047");

    bench.marketing(Sends.news(ANA));
    bench.settle();
    assertThat(bench.receiver().items("messages"))
        .singleElement()
        .satisfies(reply -> assertThat(reply.path("from").asString()).isEqualTo(ANA_DIGITS));
    bench.cloud(Sends.text(ANA, "There you are."));
    assertThat(outcomes(bench))
        .containsExactly("failed 131047", "sent", "delivered", "read", "sent", "delivered", "read");
  }

  private static List<String> outcomes(Bench bench) {
    return bench.statuses().stream()
        .map(
            status -> {
              JsonNode code = status.path("errors").path(0).path("code");
              String name = status.path("status").asString();
              return code.isMissingNode() ? name : name + " " + code.asInt();
            })
        .toList();
  }
}
