package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Queued;
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
  private final Clock clock;

  RecipientPagingActivities(
      CampaignRuns campaigns, Channels channels, CampaignMessages messages, Clock clock) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.messages = messages;
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

  @Override
  public void awaitWindow(WindowCommand command) {
    Polling.until(
        () ->
            messages.countQueued(
                    command.campaignId(), command.from(), command.to(), command.atMost() + 1)
                <= command.atMost());
  }

  private static MessageInput input(
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
        campaign.linkTarget() != null);
  }
}
