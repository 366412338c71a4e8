package dev.whatsway.contract.campaign;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One lane of a campaign that is tracked by the ledger: sends its range of messages in activities
 * and waits between them. Id, signals and parent are those of {@link RecipientBatchWorkflow}.
 */
@WorkflowInterface
public interface LedgerBatchWorkflow {

  @WorkflowMethod
  void run(LedgerBatchState state);

  @SignalMethod
  void pause();

  @SignalMethod
  void resume();

  @SignalMethod
  void cancel();
}
