package dev.whatsway.workers.recurring;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.CampaignWorkflows;
import dev.whatsway.contract.recurring.RecurringCampaignWorkflow;
import dev.whatsway.contract.recurring.RecurringInput;
import dev.whatsway.contract.recurring.RecurringMaking;
import dev.whatsway.contract.recurring.RecurringMaking.Made;
import dev.whatsway.contract.recurring.RecurringMaking.Outcome;
import dev.whatsway.contract.recurring.RecurringMaking.Time;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Makes the campaign of one time and waits for its end, so that "skip while the last one runs"
 * means the campaign and not this. The campaign is a child that outlives it: whoever ends this by
 * hand ends the wait alone, and the campaign is paused and canceled like any other.
 *
 * <p>Id {@code recurring/<id>-<time>}, queue {@code campaigns}. Some ten events.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class RecurringCampaignWorkflowImpl implements RecurringCampaignWorkflow {

  /** PostgreSQL alone is asked, and the same again, so it is tried until it is back. */
  private final RecurringMaking making =
      Workflow.newActivityStub(
          RecurringMaking.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.CAMPAIGNS)
              .setStartToCloseTimeout(Duration.ofSeconds(30))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofSeconds(1))
                      .setMaximumInterval(Duration.ofSeconds(30))
                      .build())
              .setSummary("Make the campaign of this time")
              .build());

  @Override
  public void run(RecurringInput input) {
    Outcome outcome = making.makeCampaign(new Time(input.recurringId(), scheduledAt()));
    Made made = outcome.made();
    if (made == null) {
      Workflow.setCurrentDetails("No campaign: " + outcome.reason());
      return;
    }
    Workflow.setCurrentDetails("Waits for the end of campaign `" + made.campaignId() + "`");
    try {
      campaign(made).run(new CampaignInput(made.campaignId()));
    } catch (ChildWorkflowFailure failure) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failure;
      }
      // It was launched by hand a moment before, or has failed: its own row and workflow say so,
      // and the next time is a campaign of its own.
      Workflow.setCurrentDetails("Campaign `" + made.campaignId() + "` is not waited for");
    }
  }

  private static CampaignWorkflow campaign(Made made) {
    return Workflow.newChildWorkflowStub(
        CampaignWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.campaign(made.campaignId()))
            .setTaskQueue(TaskQueues.CAMPAIGNS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .setCancellationType(ChildWorkflowCancellationType.ABANDON)
            .setTypedSearchAttributes(
                CampaignWorkflows.attributes(made.campaignId(), made.channelId(), made.template()))
            .setStaticSummary("Recurring campaign, template " + made.template())
            .build());
  }

  /** Of a workflow that was started by hand: when it was. */
  private static Instant scheduledAt() {
    @Nullable OffsetDateTime scheduled = Workflow.getTypedSearchAttributes().get(SCHEDULED_AT);
    return scheduled == null
        ? Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis())
        : scheduled.toInstant();
  }
}
