package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Limits of speed. The clock stands still unless the test moves it. */
@Timeout(120)
class LimitsTest {
  private final SetClock clock = new SetClock();

  @Test
  void a_number_over_its_throughput_is_refused_with_130429_as_http_400() {
    try (Bench bench = bench("{'throughput': {'per_second': 5, 'burst': 5}}")) {
      assertThat(accepted(bench, 5)).isEqualTo(5);

      Bench.Reply over = bench.cloud(Sends.news(ANA));
      assertThat(over.outcome()).isEqualTo("130429 by HTTP 400");
      assertThat(over.error().path("message").asString()).isEqualTo("(#130429) Rate limit hit");
      assertThat(bench.post("/v24.0/777/messages", Sends.news(ANA)).outcome())
          .as("another number has a throughput of its own")
          .isEqualTo("accepted");

      clock.advance(Duration.ofSeconds(1));
      assertThat(accepted(bench, 6)).as("a second later").isEqualTo(5);
      JsonNode summary = bench.summary();
      assertThat(summary.path("rate_violations").asInt()).isEqualTo(2);
      assertThat(summary.path("refused_by_code")).isEqualTo(Sends.json("{'130429': 2}"));
      assertThat(summary.path("peak_per_second").asInt()).isEqualTo(6);
    }
  }

  @Test
  void both_routes_share_the_throughput() {
    try (Bench bench = bench("{'throughput': {'per_second': 2, 'burst': 2}}")) {
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("130429 by HTTP 400");
    }
  }

  @Test
  void the_same_person_gets_45_at_once_and_then_one_in_six_seconds() {
    try (Bench bench = bench("{}")) {
      assertThat(accepted(bench, 45)).isEqualTo(45);

      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("131056 by HTTP 400");
      assertThat(bench.cloud(Sends.news("+5511987654399")).outcome())
          .as("somebody else")
          .isEqualTo("accepted");
      clock.advance(Duration.ofMillis(5999));
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("131056 by HTTP 400");
      clock.advance(Duration.ofMillis(1));
      assertThat(accepted(bench, 2)).as("six seconds later").isEqualTo(1);

      clock.advance(Duration.ofSeconds(45 * 6));
      assertThat(accepted(bench, 46)).as("all is paid back").isEqualTo(45);
      assertThat(bench.summary().path("pair_violations").asInt()).isEqualTo(4);
    }
  }

  @Test
  void a_storm_refuses_every_send_until_it_is_over_and_is_no_violation() {
    try (Bench bench = bench("{}")) {
      bench.put("/_simulator/behaviour", "{'rate_limit_storm': true}");
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("130429 by HTTP 400");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("130429 by HTTP 400");
      assertThat(bench.post("/v24.0/777/messages", Sends.text(ANA, "Hi")).outcome())
          .isEqualTo("130429 by HTTP 400");
      clock.advance(Duration.ofHours(1));
      assertThat(bench.cloud(Sends.news(ANA)).outcome())
          .as("no time ends it")
          .isEqualTo("130429 by HTTP 400");
      assertThat(bench.get("/v24.0/" + PHONE_NUMBER_ID).status()).as("no send").isEqualTo(200);

      bench.put("/_simulator/behaviour", "{'rate_limit_storm': false}");
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      JsonNode summary = bench.summary();
      assertThat(summary.path("rate_violations").asInt()).isZero();
      assertThat(summary.path("refused_by_code")).isEqualTo(Sends.json("{'130429': 4}"));
      assertThat(summary.path("accepted_sends").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_storm_uses_up_neither_throughput_nor_the_first_sends_of_anybody() {
    try (Bench bench =
        bench(
            "{'rate_limit_storm': true, 'throughput': {'per_second': 2, 'burst': 2},"
                + "'recipients': {'5511987654321': {'trouble': '131016'}}}")) {
      assertThat(accepted(bench, 5)).isZero();

      bench.put("/_simulator/behaviour", "{'rate_limit_storm': null}");
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("131016 by HTTP 500");
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
    }
  }

  private Bench bench(String behaviour) {
    return Bench.start(behaviour, options -> options.withClock(clock));
  }

  private static long accepted(Bench bench, int sends) {
    return IntStream.range(0, sends)
        .filter(n -> bench.cloud(Sends.news(ANA)).status() == 200)
        .count();
  }
}
