package dev.whatsway.workers.journey;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.journey.JourneySteps.Command;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.journey.Journey;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a pause of the campaign does to waits, where its pause mode is {@code freeze}. */
@Component
class Pauses {

  /** How long a frozen wait goes on at least while the campaign stays paused. */
  private static final Duration FROZEN = Duration.ofMinutes(5);

  private final CampaignRuns campaigns;

  Pauses(CampaignRuns campaigns) {
    this.campaigns = campaigns;
  }

  /** Returns the rest of a length of time that went on while the campaign was paused. */
  Optional<Wait> rest(Command command, Campaign campaign, Journey journey, JourneyPlan plan) {
    Duration missed = missed(command, campaign, journey);
    if (missed.isZero() || isByTheClock(command, plan)) {
      return Optional.empty();
    }
    Wait wait = Objects.requireNonNull(command.standing());
    boolean paused = campaign.status() == CampaignStatus.PAUSED;
    Duration longer = missed.compareTo(FROZEN) < 0 && paused ? FROZEN : missed;
    return Optional.of(new Wait(command.now().plus(longer), wait.events(), wait.why()));
  }

  /**
   * Returns the command as of somebody who has just come, where a time of day or a date went by
   * while the campaign was paused: ten o'clock is the next ten o'clock, not some hours later.
   */
  Command reckonedAnew(Command command, Campaign campaign, Journey journey, JourneyPlan plan) {
    return !missed(command, campaign, journey).isZero() && isByTheClock(command, plan)
        ? new Command(
            command.campaignId(),
            command.contactId(),
            command.ordinal(),
            command.plan(),
            command.step(),
            command.visit(),
            null,
            null,
            command.now())
        : command;
  }

  private static boolean isByTheClock(Command command, JourneyPlan plan) {
    return Objects.requireNonNull(plan.steps().get(command.step())).type().equals("wait_until");
  }

  private Duration missed(Command command, Campaign campaign, Journey journey) {
    if (command.standing() == null
        || !(command.woken() instanceof Woken.ByTime)
        || !campaign.pauseMode().equals("freeze")) {
      return Duration.ZERO;
    }
    Duration missed = campaigns.pausedFor(campaign.id(), command.now()).minus(journey.pausedSeen());
    return missed.isNegative() ? Duration.ZERO : missed;
  }
}
