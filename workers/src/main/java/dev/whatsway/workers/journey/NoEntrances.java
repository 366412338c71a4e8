package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.journey.step.EnterJourneySettings;
import dev.whatsway.journey.step.EnterJourneyStep.Entrances;
import org.springframework.stereotype.Component;

@Component
class NoEntrances implements Entrances {

  @Override
  public String enter(EnterJourneySettings settings, StepContext context) {
    return "not entered";
  }
}
