package dev.whatsway.contract.campaign;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One lane of a campaign: a page of recipients a run, then continue-as-new. Id: {@code
 * campaign/<id>/batch/<lane>}. Its parent alone signals it.
 */
@WorkflowInterface
public interface RecipientBatchWorkflow {

  @WorkflowMethod
  void run(BatchState state);

  @SignalMethod
  void pause();

  @SignalMethod
  void resume();

  @SignalMethod
  void cancel();
}
