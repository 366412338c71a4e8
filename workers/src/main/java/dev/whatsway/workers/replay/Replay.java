package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs workflow code on histories that earlier code has written. Nothing is sent or stored. */
public final class Replay {

  /** Milliseconds a workflow task may compute: a cold JVM on a busy machine is no deadlock. */
  private static final long PATIENCE = 60_000;

  private final Worker worker;
  private final Set<String> names;
  private final Divergences divergences = new Divergences(new Words());

  /** Replays on all implementations there are today. */
  public Replay(Worker worker) {
    this(worker, WorkflowTypes.implementations());
  }

  /**
   * @param worker of any server, on which nothing is registered; it is never started
   */
  Replay(Worker worker, List<Class<?>> implementations) {
    this.worker = worker;
    this.names = WorkflowTypes.names(implementations);
    worker.registerWorkflowImplementationTypes(implementations.toArray(Class<?>[]::new));
  }

  /** Returns options for the worker that suit a replay. */
  public static WorkerOptions workerOptions() {
    return WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(PATIENCE).build();
  }

  /**
   * Returns where today's code diverges; null where it takes the same decisions.
   *
   * <p>The SDK compares a decision with the history when the history has a next one. So an open
   * workflow's code may want more at the very end of its history without being found.
   *
   * @throws HistoryException when the history is not whole or of a workflow that is not known here
   */
  public @Nullable Divergence run(WorkflowExecutionHistory history) {
    List<HistoryEvent> events = Histories.requireWhole(history).getEvents();
    String type =
        events.get(0).getWorkflowExecutionStartedEventAttributes().getWorkflowType().getName();
    if (!names.contains(type)) {
      throw new HistoryException(
          "This is a history of %s, which no worker of ours runs; there are %s."
              .formatted(
                  type.isEmpty() ? "a workflow without a type" : Plain.line(type),
                  String.join(", ", names)));
    }
    try {
      worker.replayWorkflowExecution(history);
      return null;
    } catch (Exception e) {
      return divergences.of(e, events);
    }
  }
}
