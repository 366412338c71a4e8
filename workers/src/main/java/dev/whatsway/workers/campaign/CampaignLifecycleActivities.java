package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignCounts;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Queued;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class CampaignLifecycleActivities implements CampaignLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CampaignLifecycleActivities.class);
  private static final int PAGE = 500;

  private final CampaignRuns campaigns;
  private final CampaignMessages messages;
  private final CampaignCounters counters;
  private final Clock clock;

  CampaignLifecycleActivities(
      CampaignRuns campaigns, CampaignMessages messages, CampaignCounters counters, Clock clock) {
    this.campaigns = campaigns;
    this.messages = messages;
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public void moveTo(Transition transition) {
    campaigns.moveTo(transition.campaignId(), transition.status(), transition.reason());
  }

  @Override
  public void awaitQuiescence(UUID campaignId) {
    Polling.until(() -> !messages.anyInFlight(campaignId));
  }

  @Override
  public void cancelQueued(UUID campaignId) {
    cancelQueued(campaignId, "campaign-canceled");
  }

  private void cancelQueued(UUID campaignId, String reason) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    while (messages.cancelQueued(campaignId, reason, PAGE) > 0) {
      activity.heartbeat(null);
    }
  }

  @Override
  public void wakeHeld(UUID campaignId) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    long after = activity.getHeartbeatDetails(Long.class).orElse(-1L);
    List<Queued> held = messages.held(campaignId, after, PAGE);
    while (!held.isEmpty()) {
      for (Queued message : held) {
        wake(activity.getWorkflowClient(), message.id());
        after = message.ordinal();
        activity.heartbeat(after);
      }
      held = messages.held(campaignId, after, PAGE);
    }
  }

  @Override
  public @Nullable Instant lastDue(UUID campaignId) {
    return campaigns.lastDue(campaignId);
  }

  @Override
  public CampaignProgress close(UUID campaignId) {
    if (campaigns.get(campaignId).ended(clock.instant())) {
      cancelQueued(campaignId, CampaignMessages.ENDED);
    }
    if (campaigns.lastDue(campaignId) != null) {
      return new CampaignProgress(campaigns.get(campaignId).status(), null, 0, 0, 0);
    }
    CampaignCounts counts = counters.of(campaignId);
    @Nullable String breach = null;
    if (!counts.conserved()) {
      breach = "The conservation law does not hold: " + counts.metrics();
      log.error("Campaign {} closes although {}", campaignId, breach);
    }
    CampaignStatus status = campaigns.close(campaignId, breach);
    return new CampaignProgress(status, breach, counts.planned(), 0, 0);
  }

  private static void wake(WorkflowClient client, UUID messageId) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.message(messageId)).signal("recheck");
    } catch (WorkflowNotFoundException ended) {
      // It has ended by itself; there is nobody to wake.
      log.debug("Message workflow {} had ended before it was woken", messageId);
    }
  }
}
