package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import java.util.Collection;
import java.util.List;

/** Step {@code set_attribute}. */
public final class SetAttributeStep implements JourneyStep<SetAttributeSettings> {

  @Override
  public String type() {
    return "set_attribute";
  }

  @Override
  public Class<SetAttributeSettings> settings() {
    return SetAttributeSettings.class;
  }

  @Override
  public Collection<String> sets(SetAttributeSettings settings) {
    return List.of(settings.name());
  }

  @Override
  public StepResult run(SetAttributeSettings settings, StepContext context) {
    if (settings.value() == null) {
      context.setAttribute(settings.name(), null);
      return StepResult.next("removed attribute " + settings.name());
    }
    String value = context.fill(settings.value());
    if (value == null) {
      return StepResult.next(
          "left attribute " + settings.name() + " as it is: a placeholder has no value");
    }
    context.setAttribute(settings.name(), value);
    return StepResult.next("set attribute " + settings.name());
  }
}
