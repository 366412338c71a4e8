package dev.whatsway.workers.waiting;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Promise;
import java.util.List;

/** Waits until children have started, without which a run that continues as new loses them. */
public final class ChildStarts {

  /** Returns when each has started, or its workflow was there already, as after a reset. */
  public static void await(List<Promise<WorkflowExecution>> starts) {
    starts.forEach(ChildStarts::await);
  }

  private static void await(Promise<WorkflowExecution> start) {
    try {
      start.get();
    } catch (ChildWorkflowFailure failure) {
      if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        throw failure;
      }
    }
  }

  private ChildStarts() {}
}
