package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.step.SplitSettings.Arm;
import dev.whatsway.journey.travel.Chance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Step {@code split}. */
public final class SplitStep implements JourneyStep<SplitSettings> {

  private final Splits splits;

  public SplitStep(Splits splits) {
    this.splits = splits;
  }

  @Override
  public String type() {
    return "split";
  }

  @Override
  public Class<SplitSettings> settings() {
    return SplitSettings.class;
  }

  @Override
  public @Nullable String problem(SplitSettings settings) {
    return settings.problem();
  }

  @Override
  public StepResult run(SplitSettings settings, StepContext context) {
    Visit visit = context.visit();
    Optional<Arm> winner = splits.winner(visit, settings);
    Arm arm = winner.orElseGet(() -> drawn(settings, visit));
    splits.enters(visit, arm.name());
    return StepResult.to(
        arm.next(), (winner.isPresent() ? "the winner is arm " : "drawn into arm ") + arm.name());
  }

  private static Arm drawn(SplitSettings settings, Visit visit) {
    int left = Chance.ofHundred(visit.campaignId(), visit.stepId(), visit.contactId());
    for (Arm arm : settings.arms()) {
      left -= arm.share();
      if (left < 0) {
        return arm;
      }
    }
    throw new IllegalStateException("The shares of a compiled split add up to 100.");
  }
}
