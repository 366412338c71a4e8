package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import java.time.Duration;

/** Stands for a plug-in's step in a dry run: nobody knows whom it would call. */
record UnrunStep<C extends Record>(JourneyStep<C> step) implements JourneyStep<C> {

  /** Of a step that waits; without it, time would stand still in a circle. */
  private static final Duration STAY = Duration.ofDays(1);

  /** Returns the step itself where it may be run. */
  static JourneyStep<?> of(JourneyStep<?> step) {
    return step.harmless() ? step : new UnrunStep<>(step);
  }

  @Override
  public String type() {
    return step.type();
  }

  @Override
  public Class<C> settings() {
    return step.settings();
  }

  @Override
  public StepResult run(C settings, StepContext context) {
    return context.woken() == null && step.waits(settings)
        ? StepResult.waitUntil(context.now().plus(STAY), "Would run " + type())
        : StepResult.next("would run " + type());
  }
}
