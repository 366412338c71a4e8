package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.BulkSending;
import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.BulkSending.Remaining;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.LedgerBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One lane of a campaign tracked by the ledger: an activity sends what is due, some thousands of
 * messages at a time, and this workflow waits between two of them for whatever the messages wait
 * for (a limit, a person's limit, a lost answer, a pause). No message has a workflow, so what
 * becomes of each is seen in the API and not in the Temporal UI.
 *
 * <p>Id {@code campaign/<id>/batch/<lane>}, queue {@code campaigns}; its sends run on {@code bulk}.
 * About 6 events a round of at most {@code 10,000} messages, so a lane of a million makes some 600;
 * continue-as-new when the server suggests it.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class LedgerBatchWorkflowImpl implements LedgerBatchWorkflow {

  /** Nobody says when what holds a lane is over, unless it is the pause of its campaign. */
  private static final Duration HELD = Duration.ofSeconds(5);

  private final BulkSending sending = CampaignStubs.bulk();
  private final RecipientPaging paging = CampaignStubs.paging();
  private boolean paused;
  private boolean canceled;

  /** Builds all state: a signal may be handled before {@code run} has run a line. */
  @WorkflowInit
  public LedgerBatchWorkflowImpl(LedgerBatchState state) {
    paused = state.paused();
    canceled = state.canceled();
  }

  @Override
  public void run(LedgerBatchState state) {
    while (!canceled) {
      awaitPermission();
      @Nullable BulkResult result = canceled ? null : sendWhatIsDue(state);
      if (result == null || result.remaining() == Remaining.NOTHING) {
        return;
      }
      if (result.remaining() == Remaining.HELD) {
        Waits.until(() -> paused || canceled, HELD, "Held: nothing may be sent for now");
      } else if (result.remaining() == Remaining.LATER) {
        awaitDue(state, result);
      }
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        Workflow.newContinueAsNewStub(LedgerBatchWorkflow.class).run(state.after(paused, canceled));
      }
    }
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

  /** Returns null when the lane was canceled meanwhile. */
  private @Nullable BulkResult sendWhatIsDue(LedgerBatchState state) {
    Workflow.setCurrentDetails("sends");
    return Waits.unless(
        () -> canceled,
        "the campaign was canceled",
        () ->
            Async.function(
                sending::send, new BulkCommand(state.campaignId(), state.first(), state.end())));
  }

  /** A night's wait must not hold a slot of the activities that pauses and cancels need. */
  private void awaitQuietHours(Instant dueAt) {
    Workflow.setCurrentDetails("waits until " + dueAt + ": quiet hours of the recipients");
    Waits.until(
        () -> canceled,
        Duration.between(Waits.now(), dueAt),
        "Quiet hours of the recipients until " + dueAt);
  }

  /** Ends before the time where webhooks have settled every message that was waited for. */
  private void awaitDue(LedgerBatchState state, BulkResult result) {
    @Nullable Instant dueAt = result.dueAt();
    if (dueAt != null && result.quietHours()) {
      awaitQuietHours(dueAt);
      return;
    }
    Duration wait = dueAt == null ? HELD : Duration.between(Waits.now(), dueAt);
    Workflow.setCurrentDetails(
        "waits until " + dueAt + " for messages that may not be sent before");
    List<Promise<Void>> settled = new ArrayList<>();
    CancellationScope watch =
        Workflow.newCancellationScope(
            () ->
                settled.add(
                    Async.procedure(
                        paging::awaitWindow,
                        new WindowCommand(state.campaignId(), state.first(), state.end(), 0))));
    watch.run();
    Waits.until(
        () -> canceled || settled.get(0).isCompleted(), wait, "Waits for the next message's time");
    if (!settled.get(0).isCompleted()) {
      watch.cancel("the wait is over");
    }
  }
}
