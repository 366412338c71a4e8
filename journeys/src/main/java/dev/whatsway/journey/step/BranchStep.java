package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;

/** Step {@code branch}. */
public final class BranchStep implements JourneyStep<BranchSettings> {

  @Override
  public String type() {
    return "branch";
  }

  @Override
  public Class<BranchSettings> settings() {
    return BranchSettings.class;
  }

  @Override
  public StepResult run(BranchSettings settings, StepContext context) {
    return context.holds(settings.when())
        ? StepResult.to(settings.then(), "its condition holds")
        : StepResult.to(settings.otherwise(), "its condition does not hold");
  }
}
