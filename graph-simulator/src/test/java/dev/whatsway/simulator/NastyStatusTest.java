package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Statuses that are missing, repeated, late, early or held back. */
@Timeout(120)
class NastyStatusTest {

  @Test
  void a_read_may_come_without_delivered_and_has_the_price_then() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'reach': 'read_without_delivered'}")) {
      bench.marketing(Sends.news(ANA));

      assertThat(bench.statusNames()).containsExactly("sent", "read");
      assertThat(bench.statuses().get(1).path("pricing").path("category").asString())
          .isEqualTo("marketing_lite");
    }
  }

  @ParameterizedTest
  @CsvSource({"never_read, sent delivered", "never_delivered, sent", "silent, ''"})
  void a_message_may_get_stuck_anywhere(String reach, String statuses) {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'reach': '" + reach + "'}")) {
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("accepted");

      assertThat(String.join(" ", bench.statusNames())).isEqualTo(statuses);
    }
  }

  @Test
  void every_webhook_may_come_several_times() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'copies': 3}")) {
      bench.cloud(Sends.news(ANA));

      assertThat(bench.statusNames())
          .hasSize(9)
          .containsOnly("sent", "delivered", "read")
          .filteredOn("delivered"::equals)
          .hasSize(3);
      assertThat(bench.statuses().stream().distinct()).as("the same each time").hasSize(3);
    }
  }

  @Test
  void sent_may_come_after_delivered_with_its_true_time() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'disorder': 'delivered_first'}")) {
      bench.cloud(Sends.news(ANA));

      assertThat(bench.statusNames()).containsExactly("delivered", "read", "sent");
      List<JsonNode> statuses = bench.statuses();
      assertThat(seconds(statuses.get(2))).isLessThanOrEqualTo(seconds(statuses.get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'disorder': 'before_answer'}",
        "{'disorder': 'before_answer', 'fail': '131026'}"
      })
  void a_webhook_may_come_before_the_http_answer(String fate) {
    try (Bench bench = Bench.withFate(ANA_DIGITS, fate)) {
      bench.put("/_simulator/behaviour", "{'webhooks': {'timeout_ms': 60000}}");
      bench.receiver().hold();
      CompletableFuture<Bench.Reply> answer = bench.cloudLater(Sends.news(ANA));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .until(() -> !bench.receiver().deliveries().isEmpty());
      assertThat(answer).isNotDone();

      bench.receiver().release();
      assertThat(answer).succeedsWithin(Duration.ofSeconds(60));
      assertThat(answer.join().wamid())
          .isEqualTo(bench.statuses().get(0).path("id").asString())
          .isNotEmpty();
    }
  }

  @Test
  void an_answer_does_not_wait_for_ever_for_a_webhook_that_nobody_takes() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'disorder': 'before_answer'}")) {
      bench.put("/_simulator/behaviour", "{'webhooks': {'timeout_ms': 300}}");
      bench.simulator().pauseWebhooks();

      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
    }
  }

  @Test
  void a_held_message_says_so_and_goes_out_when_released() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'hold': 'released'}")) {
      assertThat(messageStatus(bench.marketing(Sends.news(ANA))))
          .isEqualTo("held_for_quality_assessment");

      assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
    }
  }

  @Test
  void a_held_message_that_is_dropped_fails_with_132015() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'hold': 'dropped'}")) {
      assertThat(messageStatus(bench.marketing(Sends.news(ANA))))
          .isEqualTo("held_for_quality_assessment");

      assertThat(bench.statuses())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.path("status").asString()).isEqualTo("failed");
                assertThat(status.path("errors").path(0).path("code").asInt()).isEqualTo(132015);
              });
    }
  }

  @Test
  void only_templates_are_held() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'hold': 'dropped'}")) {
      assertThat(messageStatus(bench.cloud(Sends.text(ANA, "Hello")))).isEqualTo("accepted");
      assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");
    }
  }

  private static String messageStatus(Bench.Reply reply) {
    return reply.json().path("messages").path(0).path("message_status").asString("");
  }

  private static long seconds(JsonNode status) {
    return Long.parseLong(status.path("timestamp").asString());
  }
}
