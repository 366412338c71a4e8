package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.RecipientPaging.Page;
import dev.whatsway.contract.campaign.RecipientPaging.PageCommand;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.workers.journey.JourneyStarts;
import dev.whatsway.workers.message.MessageStarts;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.function.Consumer;

/**
 * One lane of a campaign: reads a page of queued messages, or of people who enter a journey, starts
 * a workflow for each, then goes on as a new run with the cursor behind the page. Those live on by
 * themselves (parent close policy ABANDON); the lane learns of their outcomes by one activity that
 * watches the ledger, never by a signal from each.
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
    if (page.journeys() == null) {
      start(page.messages(), "messages", MessageStarts::start);
    } else {
      start(page.journeys(), "journeys", JourneyStarts::start);
    }
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

  private <T> void start(List<T> all, String what, Consumer<List<T>> start) {
    for (int from = 0; from < all.size(); from += SLICE) {
      awaitPermission();
      if (canceled) {
        return;
      }
      Workflow.setCurrentDetails("starts " + what);
      start.accept(all.subList(from, Math.min(from + SLICE, all.size())));
    }
  }
}
