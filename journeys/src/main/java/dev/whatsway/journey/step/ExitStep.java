package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;

/** Step {@code exit}. */
public final class ExitStep implements JourneyStep<ExitSettings> {

  @Override
  public String type() {
    return "exit";
  }

  @Override
  public Class<ExitSettings> settings() {
    return ExitSettings.class;
  }

  @Override
  public StepResult run(ExitSettings settings, StepContext context) {
    return new StepResult.Exit(settings.reason() == null ? "completed" : settings.reason());
  }
}
