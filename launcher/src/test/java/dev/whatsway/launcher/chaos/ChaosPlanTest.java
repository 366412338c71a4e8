package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.ChaosPlan.Order;
import dev.whatsway.launcher.chaos.ChaosPlan.Phase;
import dev.whatsway.launcher.chaos.ChaosPlan.Strike;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @Test
  void the_same_seed_gives_the_same_plan_and_another_another() {
    assertThat(ChaosPlan.draw(7, TEN_MINUTES)).isEqualTo(ChaosPlan.draw(7, TEN_MINUTES));
    assertThat(ChaosPlan.draw(7, TEN_MINUTES)).isNotEqualTo(ChaosPlan.draw(8, TEN_MINUTES));
  }

  @Test
  void phases_of_10_to_30_seconds_follow_each_other_from_start_to_end() {
    for (long seed = 0; seed < 200; seed++) {
      Duration at = Duration.ZERO;
      for (Phase phase : ChaosPlan.draw(seed, TEN_MINUTES).phases()) {
        assertThat(phase.from()).isEqualTo(at);
        at = phase.until();
        if (!at.equals(TEN_MINUTES)) {
          assertThat(at.minus(phase.from()))
              .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
        }
      }
      assertThat(at).isEqualTo(TEN_MINUTES);
    }
  }

  @Test
  void ten_minutes_meet_every_fault() {
    for (long seed = 0; seed < 200; seed++) {
      List<Phase> phases = ChaosPlan.draw(seed, TEN_MINUTES).phases();
      assertThat(phases).extracting(Phase::sends).contains(SendFault.values());
      assertThat(phases).extracting(Phase::webhooks).contains(WebhookFault.values());
    }
  }

  @Test
  void a_kill_comes_every_8_to_25_seconds() {
    for (long seed = 0; seed < 200; seed++) {
      Duration last = Duration.ZERO;
      for (Strike strike : ChaosPlan.draw(seed, TEN_MINUTES).strikes()) {
        assertThat(strike.at().minus(last))
            .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(25));
        assertThat(strike.candidates()).containsExactlyInAnyOrder(Target.values());
        last = strike.at();
      }
      assertThat(last).isBetween(TEN_MINUTES.minusSeconds(25), TEN_MINUTES);
    }
  }

  @Test
  void workers_are_aimed_at_most() {
    var aims =
        LongStream.range(0, 200)
            .boxed()
            .flatMap(seed -> ChaosPlan.draw(seed, TEN_MINUTES).strikes().stream())
            .collect(
                Collectors.groupingBy(
                    strike -> strike.candidates().get(0),
                    Collectors.mapping(Function.identity(), Collectors.counting())));
    long all = aims.values().stream().mapToLong(Long::longValue).sum();

    assertThat((double) aims.get(Target.WORKERS) / all).isBetween(0.37, 0.43);
    assertThat((double) aims.get(Target.POSTGRES) / all).isBetween(0.17, 0.23);
  }

  @Test
  void one_campaign_is_canceled_and_others_are_paused() {
    for (long seed = 0; seed < 200; seed++) {
      List<Order> orders = ChaosPlan.draw(seed, TEN_MINUTES).orders();
      assertThat(orders).filteredOn(order -> order.command() == Command.CANCEL).hasSize(1);
      assertThat(orders.size()).isGreaterThan(15);
    }
  }

  @Test
  void one_minute_has_some_of_each() {
    for (long seed = 0; seed < 200; seed++) {
      ChaosPlan plan = ChaosPlan.draw(seed, Duration.ofMinutes(1));
      assertThat(plan.phases().size()).isGreaterThanOrEqualTo(2);
      assertThat(plan.strikes().size()).isGreaterThanOrEqualTo(2);
      assertThat(plan.orders()).isNotEmpty();
    }
  }
}
