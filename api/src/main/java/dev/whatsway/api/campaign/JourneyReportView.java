package dev.whatsway.api.campaign;

import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import dev.whatsway.journey.step.SplitSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How people go through a journey.
 *
 * @param ended by reason
 * @param steps in the order of the campaign's journey; then those of older ones
 * @param splits as the steps
 */
@Schema(name = "JourneyReport")
record JourneyReportView(
    PeopleView people, Map<String, Long> ended, List<StepView> steps, List<SplitView> splits) {

  /**
   * Makes it of the counters alone.
   *
   * @param plan the campaign's present one; null where this process cannot read it
   */
  static JourneyReportView of(@Nullable JourneyPlan plan, Map<String, Long> metrics) {
    Funnel funnel = new Funnel(plan);
    metrics.forEach(funnel::add);
    return new JourneyReportView(
        new PeopleView(
            of(metrics, "journeys"),
            of(metrics, "journeys:planned"),
            of(metrics, "journeys:active"),
            of(metrics, "journeys:ended"),
            of(metrics, "journeys:goal")),
        funnel.ended,
        funnel.steps(),
        funnel.splits());
  }

  private static long of(Map<String, Long> metrics, String metric) {
    return metrics.getOrDefault(metric, 0L);
  }

  /** Sorts counters by what they count. */
  private static final class Funnel {

    private static final String ENDED = "journeys:ended:";

    private final Map<String, Long> ended = new TreeMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> steps = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, Long>>> splits = new LinkedHashMap<>();

    Funnel(@Nullable JourneyPlan plan) {
      if (plan != null) {
        plan.steps().values().forEach(this::expect);
      }
    }

    /** A step that nobody came to yet is in the report, too. */
    private void expect(PlannedStep step) {
      types.put(step.id(), step.type());
      steps.put(step.id(), new TreeMap<>());
      if (step.settings() instanceof SplitSettings split) {
        Map<String, Map<String, Long>> arms = new LinkedHashMap<>();
        split.arms().forEach(arm -> arms.put(arm.name(), new TreeMap<>()));
        splits.put(step.id(), arms);
      }
    }

    void add(String metric, long n) {
      if (metric.startsWith(ENDED)) {
        // A reason may be of two words, such as event:order_placed.
        if (n != 0) {
          ended.put(metric.substring(ENDED.length()), n);
        }
        return;
      }
      String[] parts = metric.split(":", 4);
      switch (parts[0] + "/" + parts.length) {
        case "at/2" -> step(parts[1]).put("here", n);
        case "step/3" -> step(parts[1]).put(parts[2], n);
        case "arm/4" ->
            splits
                .computeIfAbsent(parts[1], id -> new LinkedHashMap<>())
                .computeIfAbsent(parts[2], name -> new TreeMap<>())
                .put(parts[3], n);
        default -> {
          // Another counter of the campaign.
        }
      }
    }

    private Map<String, Long> step(String id) {
      return steps.computeIfAbsent(id, any -> new TreeMap<>());
    }

    List<StepView> steps() {
      List<StepView> views = new ArrayList<>();
      steps.forEach((id, counts) -> views.add(StepView.of(id, types.get(id), counts)));
      return views;
    }

    List<SplitView> splits() {
      List<SplitView> views = new ArrayList<>();
      splits.forEach(
          (id, arms) -> {
            List<ArmView> armViews = new ArrayList<>();
            arms.forEach((name, counts) -> armViews.add(ArmView.of(name, counts)));
            views.add(new SplitView(id, armViews));
          });
      return views;
    }
  }

  /**
   * People by where they stand now.
   *
   * @param all who ever were planned, each run of a person counted
   * @param goal those of the ended who left with the goal reached
   */
  @Schema(name = "JourneyPeople")
  record PeopleView(long all, long planned, long active, long ended, long goal) {}

  /**
   * A step.
   *
   * @param type null of a step that only older journeys have
   * @param entered how often people came to it
   * @param here people who are there now
   * @param accepted messages of it that ever came as far, as the following
   * @param failed messages that were not taken or failed later, skipped and expired ones included
   */
  @Schema(name = "JourneyStepCounts")
  record StepView(
      String id,
      @Nullable String type,
      long entered,
      long here,
      long accepted,
      long sent,
      long delivered,
      long read,
      long clicked,
      long replied,
      long failed) {

    static StepView of(String id, @Nullable String type, Map<String, Long> counts) {
      return new StepView(
          id,
          type,
          JourneyReportView.of(counts, "entered"),
          JourneyReportView.of(counts, "here"),
          JourneyReportView.of(counts, "accepted"),
          JourneyReportView.of(counts, "sent"),
          JourneyReportView.of(counts, "delivered"),
          JourneyReportView.of(counts, "read"),
          JourneyReportView.of(counts, "clicked"),
          JourneyReportView.of(counts, "replied"),
          JourneyReportView.of(counts, "failed"));
    }
  }

  /** A split. */
  @Schema(name = "JourneySplitCounts")
  record SplitView(String step, List<ArmView> arms) {}

  /** An arm of a split: people who were put into it, and messages of theirs that came as far. */
  @Schema(name = "JourneyArmCounts")
  record ArmView(String name, long entered, long accepted, long read, long clicked, long replied) {

    static ArmView of(String name, Map<String, Long> counts) {
      return new ArmView(
          name,
          JourneyReportView.of(counts, "entered"),
          JourneyReportView.of(counts, "accepted"),
          JourneyReportView.of(counts, "read"),
          JourneyReportView.of(counts, "clicked"),
          JourneyReportView.of(counts, "replied"));
    }
  }
}
