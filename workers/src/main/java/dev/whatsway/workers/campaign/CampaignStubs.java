package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.BulkSending;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.RecipientPaging;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;

/**
 * The activity stubs of campaign workflows. Their activities talk to PostgreSQL alone and are
 * idempotent, so they retry until it is back; the long ones heartbeat, so that the death of a
 * worker is noticed within {@link #SILENCE}.
 */
final class CampaignStubs {

  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** A wait may last as long as the campaign is paused or its slowest message is undecided. */
  private static final Duration WAIT = Duration.ofDays(90);

  private static final RetryOptions RETRIES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setMaximumInterval(Duration.ofSeconds(30))
          .build();

  static CampaignPlanning planning() {
    return Workflow.newActivityStub(
        CampaignPlanning.class,
        brief("Read the campaign's schedule"),
        Map.of("Plan", lasting("Plan one message for each member of the audience")));
  }

  static CampaignLifecycle lifecycle() {
    return Workflow.newActivityStub(
        CampaignLifecycle.class,
        brief("Store the campaign's status"),
        Map.of(
            "LastDue", brief("Look for messages that Meta put off"),
            "AwaitQuiescence", lasting("Wait until no send is in flight"),
            "CancelQueued", lasting("Cancel what was not sent"),
            "WakeHeld", lasting("Wake the messages that wait"),
            "ExpireOverdue", lasting("Expire what was not delivered before its TTL"),
            "Close", lasting("Check the conservation law and close the campaign")));
  }

  static RecipientPaging paging() {
    return Workflow.newActivityStub(
        RecipientPaging.class,
        brief("Read the next page of recipients"),
        Map.of("AwaitWindow", lasting("Wait for outcomes, so that few messages are open at once")));
  }

  static BulkSending bulk() {
    return Workflow.newActivityStub(
        BulkSending.class,
        lastingBuilder("Send what is due of this lane").setTaskQueue(TaskQueues.BULK).build());
  }

  private static ActivityOptions brief(String summary) {
    return options(summary).setStartToCloseTimeout(Duration.ofSeconds(30)).build();
  }

  private static ActivityOptions lasting(String summary) {
    return lastingBuilder(summary).build();
  }

  private static ActivityOptions.Builder lastingBuilder(String summary) {
    return options(summary)
        .setStartToCloseTimeout(WAIT)
        .setHeartbeatTimeout(SILENCE)
        .setCancellationType(ActivityCancellationType.TRY_CANCEL);
  }

  private static ActivityOptions.Builder options(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CAMPAIGNS)
        .setRetryOptions(RETRIES)
        .setSummary(summary);
  }

  private CampaignStubs() {}
}
