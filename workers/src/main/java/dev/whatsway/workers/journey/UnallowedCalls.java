package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.journey.step.HttpCallSettings;
import dev.whatsway.journey.step.HttpCallStep.Answer;
import dev.whatsway.journey.step.HttpCallStep.Calls;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class UnallowedCalls implements Calls {

  @Override
  public Answer post(
      HttpCallSettings settings, Map<String, @Nullable String> body, StepContext context) {
    return new Answer(false, "no host is allowed to be called");
  }
}
