package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.temporal.CampaignCommands;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.audience.Audience;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Launches a campaign: first the row says {@code scheduled}, then its workflow is started. A crash
 * or a refusal in between leaves a scheduled campaign without a workflow; launching it again starts
 * it, and finds the workflow where it was started after all.
 */
@Component
class CampaignLaunch {

  private static final String NOT_CONFIRMED =
      "The start was not confirmed by Temporal: launch it again.";

  private final Campaigns campaigns;
  private final Audiences audiences;
  private final CampaignCommands commands;
  private final Clock clock;

  CampaignLaunch(Campaigns campaigns, Audiences audiences, CampaignCommands commands, Clock clock) {
    this.campaigns = campaigns;
    this.audiences = audiences;
    this.commands = commands;
    this.clock = clock;
  }

  void launch(Campaign campaign) {
    switch (campaign.status()) {
      case DRAFT -> {
        checkAudience(campaign);
        endJourney(campaign);
        campaigns.move(
            campaign.id(), CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, null, clock.instant());
        start(campaign);
      }
      case SCHEDULED -> start(campaign);
      case RUNNING, PAUSED -> {
        // Launched already: the caller sees where it stands.
      }
      case COMPLETED, CANCELED, MISSED, FAILED ->
          throw new ApiException(
              ProblemKind.INVALID_STATE,
              "The campaign is %s and cannot be launched again; create another."
                  .formatted(campaign.status().wire()));
    }
  }

  private void checkAudience(Campaign campaign) {
    UUID id = campaign.audienceId();
    if (id == null) {
      return;
    }
    Audience audience = audiences.find(campaign.accountId(), id).orElseThrow();
    if (!audience.status().equals("ready")) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The audience is %s; launch the campaign once it is ready.".formatted(audience.status()));
    }
  }

  /** Journeys last; the length that campaigns have else would cut them off. */
  private void endJourney(Campaign campaign) {
    if (campaign.journeyHash() == null) {
      return;
    }
    Instant now = clock.instant();
    Instant start = campaign.startAt();
    campaigns.endBy(
        campaign.id(),
        (start == null || start.isBefore(now) ? now : start).plus(Campaign.DEFAULT_JOURNEY_LENGTH));
  }

  private void start(Campaign campaign) {
    boolean started;
    try {
      started = commands.start(launchOf(campaign));
    } catch (ApiException e) {
      campaigns.move(
          campaign.id(),
          CampaignStatus.SCHEDULED,
          CampaignStatus.SCHEDULED,
          NOT_CONFIRMED,
          clock.instant());
      throw e;
    }
    if (!started) {
      throw new ApiException(
          ProblemKind.INVALID_STATE, "The campaign's workflow has ended; create another campaign.");
    }
    if (campaign.statusReason() != null) {
      campaigns.move(
          campaign.id(), CampaignStatus.SCHEDULED, CampaignStatus.SCHEDULED, null, clock.instant());
    }
  }

  private static CampaignCommands.Launch launchOf(Campaign campaign) {
    String template = campaign.templateName() + "/" + campaign.templateLanguage();
    String details =
        """
        **%s**

        - Template: `%s` (%s)
        - Channel: `%s`
        - %s
        - Starts: %s
        - Message TTL %s, unknown outcomes decided after %s
        """
            .formatted(
                campaign.name(),
                template,
                campaign.category(),
                campaign.channelId(),
                recipients(campaign),
                campaign.startAt() == null
                    ? "at once"
                    : campaign.startAt() + " (" + campaign.timezone() + ")",
                campaign.messageTtl(),
                campaign.unknownDeadline());
    return new CampaignCommands.Launch(
        campaign.id(), campaign.channelId(), campaign.name(), template, details);
  }

  private static String recipients(Campaign campaign) {
    if (campaign.entryEvent() != null) {
      return "Enters by event: `" + campaign.entryEvent() + "`";
    }
    return campaign.segmentId() == null
        ? "Audience: `" + campaign.audienceId() + "`"
        : "Segment: `" + campaign.segmentId() + "`";
  }
}
