package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.journey.time.LocalSchedule;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.journey.time.RecipientZone;
import dev.whatsway.journey.time.SendMoment;
import dev.whatsway.journey.time.Spread;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Step {@code wait_until}. */
public final class WaitUntilStep implements JourneyStep<WaitUntilSettings> {

  @Override
  public String type() {
    return "wait_until";
  }

  @Override
  public Class<WaitUntilSettings> settings() {
    return WaitUntilSettings.class;
  }

  @Override
  public boolean waits(WaitUntilSettings settings) {
    return settings.waits();
  }

  @Override
  public @Nullable String problem(WaitUntilSettings settings) {
    return settings.problem();
  }

  @Override
  public StepResult run(WaitUntilSettings settings, StepContext context) {
    if (context.woken() != null) {
      return StepResult.next("its time has come");
    }
    // A time of day that is exactly now would let a circle of such steps turn on the spot.
    Instant from = settings.waits() ? context.now().plusMillis(1) : context.now();
    SendMoment moment =
        LocalSchedule.next(
            settings.asked(),
            context.attributes(),
            zone(context),
            QuietRules.NONE,
            key(context),
            from);
    if (moment instanceof SendMoment.At at) {
      // No local time and no zone: a history would tell where somebody lives.
      return StepResult.waitUntil(
          at.instant(), "Waits until " + at.instant() + ": " + at.because());
    }
    return StepResult.to(
        settings.whenPassed(),
        moment instanceof SendMoment.Passed ? "its date has passed" : moment.explain());
  }

  private static RecipientZone zone(StepContext context) {
    return new RecipientZone(context.zone(), RecipientZone.Source.CONTACT, false);
  }

  private static Spread.Key key(StepContext context) {
    return new Spread.Key(
        context.visit().campaignId().toString(),
        context.visit().stepId(),
        context.visit().contactId().toString());
  }
}
