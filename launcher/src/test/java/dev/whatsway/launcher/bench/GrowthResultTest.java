package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.bench.GrowthResult.Size;
import dev.whatsway.launcher.bench.TemporalView.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthResultTest {

  private static final long LIMIT = GrowthResult.MOST_HEAP;
  private static final long EVENTS = GrowthResult.MOST_EVENTS;

  @Test
  void the_ratio_is_that_of_times_a_person_at_the_largest_to_the_smallest() {
    GrowthResult result =
        new GrowthResult(
            List.of(size(100, 1, 1, 1), size(1_000, 50, 1, 1), size(10_000, 110, 1, 1)));

    assertThat(result.ratio()).isEqualTo(1.1);
    assertThat(result.verdicts()).extracting(Verdict::reached).containsExactly(true, true, true);
  }

  @Test
  void each_goal_is_missed_by_a_little_more_than_it_allows() {
    assertThat(reached(size(10_000, 121, LIMIT, EVENTS))).containsExactly(false, true, true);
    assertThat(reached(size(10_000, 120, LIMIT + 1, EVENTS))).containsExactly(true, false, true);
    assertThat(reached(size(10_000, 120, LIMIT, EVENTS + 1))).containsExactly(true, true, false);
  }

  @Test
  void what_was_not_seen_is_no_goal_reached() {
    GrowthResult blind = new GrowthResult(List.of(size(100, 1, 0, 0)));

    assertThat(blind.verdicts()).extracting(Verdict::reached).containsExactly(true, false, false);
  }

  @Test
  void the_sizes_are_a_hundredth_a_tenth_and_all_where_these_are_apart() {
    assertThat(GrowthBench.sizes(1_000_000).toArray()).containsExactly(10_000, 100_000, 1_000_000);
    assertThat(GrowthBench.sizes(5).toArray()).containsExactly(1, 5);
  }

  private static List<Boolean> reached(Size largest) {
    return new GrowthResult(List.of(size(100, 1, 1, 1), largest))
        .verdicts().stream().map(Verdict::reached).toList();
  }

  static Size size(long recipients, double seconds, long heapLimit, long events) {
    return new Size(
        recipients,
        1,
        1,
        seconds / 2,
        seconds,
        new Heap(heapLimit, heapLimit / 2, heapLimit / 4),
        Map.of("messages", 8_192L),
        new Run("CampaignWorkflow", "campaign/1", events),
        Map.of(),
        Map.of());
  }
}
