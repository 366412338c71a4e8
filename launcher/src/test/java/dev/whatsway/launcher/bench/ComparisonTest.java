package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.bench.Comparison.Round;
import dev.whatsway.launcher.bench.Contest.Side;
import dev.whatsway.launcher.bench.Contest.Taken;
import dev.whatsway.launcher.console.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final List<String> turns = new ArrayList<>();

  @Test
  void the_ratio_is_the_median_of_the_rounds_own_ratios_not_that_of_medians() {
    Comparison comparison = comparison(round(100, 100), round(300, 100), round(90, 30));

    assertThat(comparison.ratio()).isEqualTo(3);
  }

  @Test
  void an_even_number_of_rounds_has_its_median_between_the_middle_two() {
    assertThat(comparison(round(1, 1), round(2, 1)).ratio()).isEqualTo(1.5);
  }

  @Test
  void a_goal_is_reached_by_the_ratio_itself_and_missed_by_less() {
    assertThat(comparison(round(120, 100)).holds()).isTrue();
    assertThat(comparison(round(119, 100)).holds()).isFalse();
  }

  @Test
  void both_warm_up_unmeasured_and_then_begin_by_turns() {
    Comparison comparison =
        new Contest("bulk", "messages/s", 1.2, Console.standard())
            .between(side("ours", 1, 10, 20), side("peer", 2, 5, 5), 2);

    assertThat(turns).containsExactly("ours", "peer", "ours", "peer", "peer", "ours");
    assertThat(comparison.rounds()).extracting(Round::ours).containsExactly(10.0, 20.0);
    assertThat(comparison.rounds()).extracting(Round::peer).containsExactly(5.0, 5.0);
  }

  private Side side(String title, double... rates) {
    Iterator<Double> next = Arrays.stream(rates).iterator();
    return new Side() {
      @Override
      public String title() {
        return title;
      }

      @Override
      public Taken run() {
        turns.add(title);
        return new Taken(next.next(), Map.of());
      }
    };
  }

  private static Comparison comparison(Round... rounds) {
    return new Comparison("bulk", "ours", "peer", "messages/s", 1.2, List.of(rounds));
  }

  private static Round round(double ours, double peer) {
    return new Round(ours, peer, Map.of());
  }
}
