package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Queued;
import dev.whatsway.workers.message.QuietStatuses;
import dev.whatsway.workers.sending.RouteChoice;
import io.temporal.activity.Activity;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class RecipientPagingActivities implements RecipientPaging {

  private final CampaignRuns campaigns;
  private final Channels channels;
  private final CampaignMessages messages;
  private final Journeys journeys;
  private final QuietStatuses quiet;
  private final Clock clock;

  RecipientPagingActivities(
      CampaignRuns campaigns,
      Channels channels,
      CampaignMessages messages,
      Journeys journeys,
      QuietStatuses quiet,
      Clock clock) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.messages = messages;
    this.journeys = journeys;
    this.quiet = quiet;
    this.clock = clock;
  }

  @Override
  public Page page(PageCommand command) {
    Campaign campaign = campaigns.get(command.campaignId());
    if (campaign.status().closed()) {
      return new Page(List.of(), command.end());
    }
    if (campaign.ended(clock.instant())) {
      while (messages.cancelQueued(campaign.id(), CampaignMessages.ENDED, 500) > 0) {
        Activity.getExecutionContext().heartbeat(null);
      }
      return new Page(List.of(), command.end());
    }
    if (campaign.journeyHash() != null) {
      return entrants(campaign, command);
    }
    Channel channel = channels.get(campaign.channelId());
    RouteChoice route = new RouteChoice(campaign, channel);
    List<Queued> queued =
        messages.queued(campaign.id(), command.next(), command.end(), command.size());
    long next =
        queued.size() < command.size()
            ? command.end()
            : queued.get(queued.size() - 1).ordinal() + 1;
    return new Page(
        queued.stream().map(message -> input(message, campaign, channel, route)).toList(), next);
  }

  private Page entrants(Campaign campaign, PageCommand command) {
    List<Journeys.Planned> planned =
        journeys.planned(campaign.id(), command.next(), command.end(), command.size());
    long next =
        planned.size() < command.size()
            ? command.end()
            : planned.get(planned.size() - 1).ordinal() + 1;
    return new Page(
        List.of(),
        next,
        planned.stream()
            .map(
                person ->
                    JourneyState.entering(
                        campaign.id(), person.contactId(), person.ordinal(), person.planHash()))
            .toList());
  }

  @Override
  public void awaitWindow(WindowCommand command) {
    boolean journey = campaigns.get(command.campaignId()).journeyHash() != null;
    Polling.until(() -> undecided(command, journey) <= command.atMost());
  }

  /** Of people on journeys those count who have not begun, or wait for their message to be sent. */
  private int undecided(WindowCommand command, boolean journey) {
    int enough = command.atMost() + 1;
    if (!journey) {
      return messages.countQueued(command.campaignId(), command.from(), command.to(), enough);
    }
    int waiting =
        journeys.planned(command.campaignId(), command.from(), command.to(), enough).size();
    // A lane that has started all of its people ends: who is to be sent something next month is
    // not waited for.
    return command.atMost() == 0 ? waiting : waiting + queued(command, enough);
  }

  private int queued(WindowCommand command, int enough) {
    return messages.countQueued(
        command.campaignId(),
        JourneyMessages.firstOrdinal(command.from()),
        JourneyMessages.firstOrdinal(command.to()),
        enough);
  }

  private MessageInput input(
      Queued message, Campaign campaign, Channel channel, RouteChoice route) {
    return new MessageInput(
        message.id(),
        campaign.id(),
        channel.id(),
        campaign.templateName() + "/" + campaign.templateLanguage(),
        route.of(message.contactId()),
        campaign.messageTtl(),
        campaign.unknownDeadline(),
        channel.unknownPolicy(),
        // Meta's click webhook names neither message nor person; our own links tell clicks apart.
        campaign.linkTarget() != null,
        quiet.lookAfter());
  }
}
