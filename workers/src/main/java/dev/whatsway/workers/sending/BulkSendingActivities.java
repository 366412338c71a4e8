package dev.whatsway.workers.sending;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.BulkSending;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channels;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.spring.boot.ActivityImpl;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.BULK)
class BulkSendingActivities implements BulkSending {

  private final CampaignRuns campaigns;
  private final Channels channels;
  private final BulkTools tools;

  BulkSendingActivities(CampaignRuns campaigns, Channels channels, BulkTools tools) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.tools = tools;
  }

  @Override
  public BulkResult send(BulkCommand command) {
    Campaign campaign = campaigns.get(command.campaignId());
    if (campaign.status().closed()) {
      return new BulkResult(Remaining.NOTHING, 0, null);
    }
    if (campaign.status() != CampaignStatus.RUNNING) {
      return new BulkResult(Remaining.HELD, 0, null);
    }
    ActivityExecutionContext activity = Activity.getExecutionContext();
    return new BulkPass(tools, campaign, channels.get(campaign.channelId()), command)
        .run(() -> activity.heartbeat(null));
  }
}
