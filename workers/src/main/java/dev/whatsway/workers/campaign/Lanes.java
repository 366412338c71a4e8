package dev.whatsway.workers.campaign;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.CampaignPlanning.Schedule;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.LedgerBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.Tracking;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The batch workflows of one campaign, each with its own contiguous range of ordinals. */
final class Lanes {

  private static final int MOST = 4;

  /** Below this a further lane costs more workflow tasks than it wins. */
  private static final int WORTH_A_LANE = 100;

  private static final int PAGE_SIZE = 200;
  private static final int WINDOW = 100;

  private final UUID campaignId;
  private final List<Boolean> done = new ArrayList<>();

  Lanes(UUID campaignId) {
    this.campaignId = campaignId;
  }

  /** Starts the lanes; returns when each has started, so that from then on each can be signaled. */
  void start(long planned, Schedule schedule, boolean paused) {
    int count = (int) Math.min(MOST, (planned + WORTH_A_LANE - 1) / WORTH_A_LANE);
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    for (int lane = 0; lane < count; lane++) {
      long first = planned * lane / count;
      long end = planned * (lane + 1) / count;
      done.add(false);
      starts.add(
          schedule.tracking() == Tracking.LEDGER
              ? startBulk(lane, first, end, schedule, paused)
              : startPaging(lane, first, end, schedule, paused));
    }
    starts.forEach(Promise::get);
  }

  /** Starts one more lane of a campaign tracked by the ledger, over whatever is due again. */
  void startAgain(long planned, Schedule schedule, boolean paused) {
    int lane = done.size();
    done.add(false);
    startBulk(lane, 0, planned, schedule, paused).get();
  }

  /** Signals every lane that has not ended. */
  void signal(Consumer<RecipientBatchWorkflow> signal) {
    for (int lane = 0; lane < done.size(); lane++) {
      if (!done.get(lane)) {
        signal(lane, signal);
      }
    }
  }

  int started() {
    return done.size();
  }

  int ended() {
    return (int) done.stream().filter(Boolean::booleanValue).count();
  }

  boolean allEnded() {
    return ended() == started();
  }

  private Promise<WorkflowExecution> startPaging(
      int lane, long first, long end, Schedule schedule, boolean paused) {
    RecipientBatchWorkflow child =
        Workflow.newChildWorkflowStub(
            RecipientBatchWorkflow.class, options(lane, first, end, schedule));
    BatchState state =
        new BatchState(
            BatchState.SCHEMA,
            campaignId,
            lane,
            first,
            first,
            end,
            PAGE_SIZE,
            WINDOW,
            paused,
            false);
    noteEnd(lane, Async.procedure(child::run, state));
    return Workflow.getWorkflowExecution(child);
  }

  private Promise<WorkflowExecution> startBulk(
      int lane, long first, long end, Schedule schedule, boolean paused) {
    LedgerBatchWorkflow child =
        Workflow.newChildWorkflowStub(
            LedgerBatchWorkflow.class, options(lane, first, end, schedule));
    LedgerBatchState state =
        new LedgerBatchState(LedgerBatchState.SCHEMA, campaignId, lane, first, end, paused, false);
    noteEnd(lane, Async.procedure(child::run, state));
    return Workflow.getWorkflowExecution(child);
  }

  /**
   * A lane that failed or was terminated counts as ended too: the conservation law, checked at the
   * close, tells what it left behind.
   */
  private void noteEnd(int lane, Promise<Void> end) {
    end.handle(
        (ended, failure) -> {
          done.set(lane, true);
          return null;
        });
  }

  private void signal(int lane, Consumer<RecipientBatchWorkflow> signal) {
    // By workflow id alone: the run that the child stub knows ends with its first page. A lane
    // tracked by the ledger takes signals of the same names.
    RecipientBatchWorkflow stub =
        Workflow.newExternalWorkflowStub(
            RecipientBatchWorkflow.class, WorkflowIds.batch(campaignId, lane));
    try {
      signal.accept(stub);
    } catch (ApplicationFailure | SignalExternalWorkflowException ended) {
      // SDK 1.38 tells that the lane is not found by the former, older ones by the latter.
      Workflow.getLogger(Lanes.class).info("Lane {} had ended before its signal came", lane);
    }
  }

  private ChildWorkflowOptions options(int lane, long first, long end, Schedule schedule) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.batch(campaignId, lane))
        .setTaskQueue(TaskQueues.CAMPAIGNS)
        .setStaticSummary(
            "Lane "
                + lane
                + ": messages "
                + first
                + " to "
                + (end - 1)
                + ", template "
                + schedule.template())
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, campaignId.toString())
                .set(SearchAttributes.CHANNEL_ID, schedule.channelId().toString())
                .set(SearchAttributes.TEMPLATE, schedule.template())
                .build())
        .build();
  }
}
