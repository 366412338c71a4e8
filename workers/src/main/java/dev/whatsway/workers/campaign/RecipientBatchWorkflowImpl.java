package dev.whatsway.workers.campaign;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.RecipientPaging.Page;
import dev.whatsway.contract.campaign.RecipientPaging.PageCommand;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;

/**
 * One lane of a campaign: reads a page of queued messages, starts a workflow for each, then goes on
 * as a new run with the cursor behind the page. Messages live on by themselves (parent close policy
 * ABANDON); the lane learns of their outcomes by one activity that watches the ledger, never by a
 * signal from each.
 *
 * <p>Id {@code campaign/<id>/batch/<lane>}, queue {@code campaigns}. A run of 200 messages makes
 * 600 to 1,500 events (two to three a child, and the tasks in between), well below the 4,096 at
 * which the server asks for continue-as-new; the page size may be 500 at most. At most {@code
 * window} + one page of the lane's messages are undecided at any time.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class RecipientBatchWorkflowImpl implements RecipientBatchWorkflow {

  /** Many child starts in one workflow task can trip the SDK's deadlock detector on a cold JVM. */
  private static final int SLICE = 50;

  private final RecipientPaging paging = CampaignStubs.paging();
  private boolean paused;
  private boolean canceled;

  /** Builds all state: a signal may be handled before {@code run} has run a line. */
  @WorkflowInit
  public RecipientBatchWorkflowImpl(BatchState state) {
    paused = state.paused();
    canceled = state.canceled();
  }

  @Override
  public void run(BatchState state) {
    boolean last = state.next() >= state.end();
    awaitWindow(state, last ? 0 : state.window());
    awaitPermission();
    if (canceled || last) {
      return;
    }
    Page page =
        paging.page(
            new PageCommand(state.campaignId(), state.next(), state.end(), state.pageSize()));
    start(page.messages());
    if (canceled) {
      return;
    }
    Workflow.newContinueAsNewStub(RecipientBatchWorkflow.class)
        .run(state.after(page.next(), paused, canceled));
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void cancel() {
    canceled = true;
  }

  private void awaitPermission() {
    if (paused && !canceled) {
      Workflow.setCurrentDetails("paused");
    }
    Workflow.await(() -> !paused || canceled);
  }

  private void awaitWindow(BatchState state, int atMost) {
    if (state.next() == state.first()) {
      return;
    }
    Workflow.setCurrentDetails("waits until at most " + atMost + " of its messages are undecided");
    Waits.unless(
        () -> canceled,
        "the campaign was canceled",
        () ->
            Async.procedure(
                paging::awaitWindow,
                new WindowCommand(state.campaignId(), state.first(), state.next(), atMost)));
  }

  private void start(List<MessageInput> messages) {
    for (int from = 0; from < messages.size(); from += SLICE) {
      awaitPermission();
      if (canceled) {
        return;
      }
      Workflow.setCurrentDetails("starts messages");
      startSlice(messages.subList(from, Math.min(from + SLICE, messages.size())));
    }
  }

  private static void startSlice(List<MessageInput> messages) {
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    for (MessageInput message : messages) {
      MessageWorkflow child = Workflow.newChildWorkflowStub(MessageWorkflow.class, of(message));
      Async.function(child::deliver, message);
      starts.add(Workflow.getWorkflowExecution(child));
    }
    // A child whose start is not confirmed when this run continues as new may never start.
    starts.forEach(RecipientBatchWorkflowImpl::awaitStart);
  }

  private static void awaitStart(Promise<WorkflowExecution> start) {
    try {
      start.get();
    } catch (ChildWorkflowFailure failure) {
      // The message has its workflow already, for example after a reset of this lane.
      if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        throw failure;
      }
    }
  }

  private static ChildWorkflowOptions of(MessageInput message) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.message(message.messageId()))
        .setTaskQueue(TaskQueues.MESSAGES)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        // One that ended by itself has its outcome; one that an operator terminated may start anew.
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
