package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.cost.Rates;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dry runs of plug-ins' steps that fail, that call out, and that take for ever. */
@Timeout(60)
class TroubledDryRunTest {

  private static final int PEOPLE = 3;
  private static final String ONCE = "{\"steps\": [{\"id\": \"there\", \"type\": \"foreign\"}]}";
  private static final String CIRCLE = ONCE.replace("foreign\"", "foreign\", \"next\": \"there\"");

  public record Nothing() {}

  /** A step of somebody's. */
  private record Foreign(boolean harmless, Runnable work, StepResult result)
      implements JourneyStep<Nothing> {

    @Override
    public String type() {
      return "foreign";
    }

    @Override
    public Class<Nothing> settings() {
      return Nothing.class;
    }

    @Override
    public boolean waits(Nothing settings) {
      return true;
    }

    @Override
    public StepResult run(Nothing settings, StepContext context) {
      work.run();
      return result;
    }
  }

  @Test
  void aStepThatFailsWheneverItIsTriedEndsTheJourneyAndIsCounted() {
    AtomicInteger tries = new AtomicInteger();
    Foreign failing =
        new Foreign(
            true,
            () -> {
              tries.incrementAndGet();
              throw new UnsupportedOperationException("+4915112000000 is not known");
            },
            StepResult.next(""));

    DryReport report = run(failing, DryRun.LONGEST);

    assertThat(tries).hasValue(3 * PEOPLE);
    assertThat(report.ends()).isEqualTo(Map.of("step-failed", (long) PEOPLE));
    assertThat(report.brokenSteps())
        .isEqualTo(
            Map.of("there", Map.of(UnsupportedOperationException.class.getName(), (long) PEOPLE)));
    assertThat(report.toString()).doesNotContain("+49");
  }

  @Test
  void aPlugInIsRunOnlyWhereItSaysThatItIsHarmless() {
    AtomicInteger calls = new AtomicInteger();
    StepResult leaves = new StepResult.Exit("left");

    assertThat(run(new Foreign(false, calls::incrementAndGet, leaves), DryRun.LONGEST).ends())
        .containsOnlyKeys("completed");
    assertThat(
            run(new Foreign(false, calls::incrementAndGet, leaves), CIRCLE, DryRun.LONGEST).ends())
        .as("time passes")
        .containsOnlyKeys("dry-run-ended");
    assertThat(calls).hasValue(0);
    assertThat(run(new Foreign(true, calls::incrementAndGet, leaves), DryRun.LONGEST).ends())
        .containsOnlyKeys("left");
    assertThat(calls).hasValue(PEOPLE);
  }

  @Test
  void oneThatTakesTooLongIsGivenUpAndLeavesNoThreads() throws InterruptedException {
    Set<Thread> before = threads();
    // Never comes to an end: a step in a circle that surely waits, it says.
    Foreign restless = new Foreign(true, () -> {}, StepResult.to(new StepRef("there"), "again"));

    assertThatThrownBy(() -> run(restless, Duration.ofSeconds(2)))
        .isInstanceOf(DryRunTooLong.class)
        .hasMessageContaining("smaller sample");

    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      if (!thread.isDaemon()) {
        thread.join(Duration.ofSeconds(20).toMillis());
      }
    }
    assertThat(left).filteredOn(thread -> thread.isAlive() && !thread.isDaemon()).isEmpty();
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static DryReport run(Foreign step, Duration longest) {
    return run(step, ONCE, longest);
  }

  private static DryReport run(Foreign step, String definition, Duration longest) {
    Compiled compiled = new JourneyKinds(List.of(step)).compiler().compile(definition);
    DrySetting setting =
        new DrySetting(
            ((Compiled.Sound) compiled).plan(),
            DryPeople.many(PEOPLE, Map.of()),
            ZoneId.of("Europe/Berlin"),
            "MARKETING",
            person -> QuietRules.NONE,
            DryCaps.NONE,
            DryRates.USUAL,
            Rates.none(),
            DryPeople.START,
            Duration.ofDays(30));
    return DryReports.of(setting, new DryRun(setting, List.of(step), longest).run());
  }
}
