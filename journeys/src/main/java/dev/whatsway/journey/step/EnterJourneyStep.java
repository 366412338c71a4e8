package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;

/** Step {@code enter_journey}. */
public final class EnterJourneyStep implements JourneyStep<EnterJourneySettings> {

  private final Entrances entrances;

  public EnterJourneyStep(Entrances entrances) {
    this.entrances = entrances;
  }

  /** Lets people into other journeys. */
  public interface Entrances {

    /**
     * Lets somebody in, once for a visit however often it is asked.
     *
     * @return in words, whether they came in or why not
     */
    String enter(EnterJourneySettings settings, StepContext context);
  }

  @Override
  public String type() {
    return "enter_journey";
  }

  @Override
  public Class<EnterJourneySettings> settings() {
    return EnterJourneySettings.class;
  }

  @Override
  public StepResult run(EnterJourneySettings settings, StepContext context) {
    return StepResult.next(entrances.enter(settings, context));
  }
}
