package dev.whatsway.launcher.temporal;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;

/** What a Temporal server has counted of workflow executions. */
public final class Executions implements AutoCloseable {

  private static final int PAGE = 500;

  private final String namespace;
  private final WorkflowServiceStubs stubs;
  private final HistoryStore histories;

  public Executions(String address, String namespace) {
    this.namespace = namespace;
    this.stubs = HistoryStore.stubs(address);
    this.histories = new HistoryStore(address, namespace);
  }

  /**
   * One run, in the server's own figures.
   *
   * @param type of its workflow
   * @param events in its history
   * @param transitions of its state: each is a write of the server to its database
   * @param bytes of its history
   */
  public record Execution(
      String workflowId,
      String runId,
      String type,
      boolean open,
      long events,
      long transitions,
      long bytes) {}

  /** Returns how many runs a list filter finds. */
  public long count(String query) {
    return stubs
        .blockingStub()
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace)
                .setQuery(query)
                .build())
        .getCount();
  }

  /** Returns the runs that a list filter finds, each as it stands now. */
  public List<Execution> find(String query) {
    List<Execution> found = new ArrayList<>();
    ListWorkflowExecutionsRequest.Builder request =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(namespace)
            .setQuery(query)
            .setPageSize(PAGE);
    do {
      ListWorkflowExecutionsResponse page =
          stubs.blockingStub().listWorkflowExecutions(request.build());
      // Visibility knows the counts of closed runs alone, and those a little later.
      page.getExecutionsList().forEach(each -> found.add(describe(each.getExecution())));
      request.setNextPageToken(page.getNextPageToken());
    } while (!request.getNextPageToken().isEmpty());
    return found;
  }

  /** Returns the events of a run so far. */
  public List<HistoryEvent> history(Execution run) {
    return histories.fetch(run.workflowId(), run.runId()).getEvents();
  }

  private Execution describe(WorkflowExecution execution) {
    WorkflowExecutionInfo info =
        stubs
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(namespace)
                    .setExecution(execution)
                    .build())
            .getWorkflowExecutionInfo();
    return new Execution(
        execution.getWorkflowId(),
        execution.getRunId(),
        info.getType().getName(),
        info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
        info.getHistoryLength(),
        info.getStateTransitionCount(),
        info.getHistorySizeBytes());
  }

  @Override
  public void close() {
    histories.close();
    stubs.shutdownNow();
  }
}
