package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.Woken;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Step {@code wait_for}. */
public final class WaitForStep implements JourneyStep<WaitForSettings> {

  @Override
  public String type() {
    return "wait_for";
  }

  @Override
  public Class<WaitForSettings> settings() {
    return WaitForSettings.class;
  }

  @Override
  public @Nullable String problem(WaitForSettings settings) {
    return settings.problem();
  }

  /** An event that has happened already ends it at once, so it does not surely wait. */
  @Override
  public StepResult run(WaitForSettings settings, StepContext context) {
    String what = words(settings);
    if (context.woken() instanceof Woken.ByEvent) {
      return StepResult.to(settings.then(), what + " came");
    }
    if (context.woken() instanceof Woken.ByTime) {
      return StepResult.to(
          settings.otherwise(), what + " did not come within " + settings.timeout());
    }
    String subject = settings.of() == null ? settings.name() : settings.of().id();
    return new StepResult.Wait(
        context.now().plus(settings.timeout()),
        List.of(new AwaitedEvent(kind(settings), subject)),
        "Waits for " + what + ", at most " + settings.timeout());
  }

  private static String kind(WaitForSettings settings) {
    return settings.event().name().toLowerCase(Locale.ROOT);
  }

  private static String words(WaitForSettings settings) {
    if (settings.name() != null) {
      return "event " + settings.name();
    }
    return kind(settings) + (settings.of() == null ? "" : " of " + settings.of().id());
  }
}
