package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.RecipientPaging.Page;
import dev.whatsway.contract.campaign.RecipientPaging.PageCommand;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One lane, as ours: an activity that waits for the window, one that reads a page, a child that
 * outlives it for each message, started by slices; then it continues as new.
 */
public final class BareLaneWorkflowImpl implements BareLaneWorkflow {

  // As in dev.whatsway.workers.campaign.RecipientBatchWorkflowImpl.
  private static final int SLICE = 50;

  private final RecipientPaging paging =
      Workflow.newActivityStub(
          RecipientPaging.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(BareQueues.CAMPAIGNS)
              .setStartToCloseTimeout(Duration.ofHours(1))
              .setHeartbeatTimeout(Duration.ofSeconds(30))
              .build());

  @Override
  public void run(BareLane lane) {
    BatchState state = lane.state();
    boolean last = state.next() >= state.end();
    if (state.next() > state.first()) {
      paging.awaitWindow(
          new WindowCommand(
              state.campaignId(), state.first(), state.next(), last ? 0 : state.window()));
    }
    if (last) {
      return;
    }
    Page page =
        paging.page(
            new PageCommand(state.campaignId(), state.next(), state.end(), state.pageSize()));
    List<MessageInput> messages = page.messages();
    for (int from = 0; from < messages.size(); from += SLICE) {
      start(messages.subList(from, Math.min(from + SLICE, messages.size())), lane.signals());
    }
    Workflow.newContinueAsNewStub(BareLaneWorkflow.class)
        .run(new BareLane(state.after(page.next(), false, false), lane.signals()));
  }

  private static void start(List<MessageInput> messages, int signals) {
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    for (MessageInput message : messages) {
      BareMessageWorkflow child =
          Workflow.newChildWorkflowStub(BareMessageWorkflow.class, options(message));
      Async.function(child::deliver, new BareMessage(message, signals));
      starts.add(Workflow.getWorkflowExecution(child));
    }
    starts.forEach(Promise::get);
  }

  private static ChildWorkflowOptions options(MessageInput message) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(BareNames.workflowId(message.messageId()))
        .setTaskQueue(BareQueues.MESSAGES)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setWorkflowIdReusePolicy(
            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
        .setStaticSummary(
            "Message through " + message.route().wire() + ", template " + message.template())
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, message.campaignId().toString())
                .set(SearchAttributes.CHANNEL_ID, message.channelId().toString())
                .set(SearchAttributes.TEMPLATE, message.template())
                .set(SearchAttributes.ROUTE, message.route().wire())
                .set(SearchAttributes.MESSAGE_STATUS, MessageStatus.QUEUED.wire())
                .build())
        .build();
  }
}
