package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;

/** Step {@code wait}. */
public final class WaitStep implements JourneyStep<WaitSettings> {

  @Override
  public String type() {
    return "wait";
  }

  @Override
  public Class<WaitSettings> settings() {
    return WaitSettings.class;
  }

  @Override
  public boolean waits(WaitSettings settings) {
    return true;
  }

  @Override
  public StepResult run(WaitSettings settings, StepContext context) {
    return context.woken() == null
        ? StepResult.waitUntil(
            context.now().plus(settings.duration()), "Waits " + settings.duration())
        : StepResult.next("waited " + settings.duration());
  }
}
