package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.LauncherException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.History;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.TimeUnit;

/** Fetches histories from a Temporal server. */
public final class HistoryStore implements AutoCloseable {

  private static final int SECONDS_A_PAGE = 20;

  private final String address;
  private final String namespace;
  private final WorkflowServiceStubs stubs;

  /**
   * @param address host and port
   * @throws LauncherException when that is no address; nobody is called yet
   */
  public HistoryStore(String address, String namespace) {
    this.address = address;
    this.namespace = namespace;
    this.stubs = stubs(address);
  }

  /**
   * Returns the whole history as it is now.
   *
   * @param runId empty for the latest run
   * @throws LauncherException when the server or the workflow is not found
   */
  public WorkflowExecutionHistory fetch(String workflowId, String runId) {
    GetWorkflowExecutionHistoryRequest.Builder request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(namespace)
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId));
    History.Builder history = History.newBuilder();
    try {
      do {
        GetWorkflowExecutionHistoryResponse page =
            // Without the stubs' own retries, which would make a wrong address a minute's wait.
            stubs
                .blockingStub()
                .withDeadlineAfter(SECONDS_A_PAGE, TimeUnit.SECONDS)
                .getWorkflowExecutionHistory(request.build());
        history.addAllEvents(page.getHistory().getEventsList());
        request.setNextPageToken(page.getNextPageToken());
      } while (!request.getNextPageToken().isEmpty());
    } catch (StatusRuntimeException e) {
      throw explained(workflowId, e);
    }
    if (history.getEventsCount() == 0) {
      throw new LauncherException(
          "The Temporal server at %s has no events of workflow %s any more."
              .formatted(address, workflowId));
    }
    return new WorkflowExecutionHistory(history.build(), workflowId);
  }

  /**
   * Connects when first used.
   *
   * @throws LauncherException when that is no address
   */
  static WorkflowServiceStubs stubs(String address) {
    try {
      return WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(address)
              .validateAndBuildWithDefaults());
    } catch (IllegalArgumentException e) {
      throw new LauncherException(
          "Temporal's address is \"%s\", which is no HOST:PORT, such as 127.0.0.1:7233."
              .formatted(address),
          e);
    }
  }

  private LauncherException explained(String workflowId, StatusRuntimeException e) {
    Status status = e.getStatus();
    String said = status.getDescription() == null ? "" : " (" + status.getDescription() + ")";
    return switch (status.getCode()) {
      case NOT_FOUND ->
          new LauncherException(
              "The Temporal server at %s has no workflow %s in namespace %s%s; ids are campaign/ID, campaign/ID/batch/LANE, message/ID and channel/ID, and a closed workflow stays for the namespace's retention time."
                  .formatted(address, workflowId, namespace, said),
              e);
      case INVALID_ARGUMENT ->
          new LauncherException(
              "The Temporal server at %s does not take workflow id %s or its run id%s."
                  .formatted(address, workflowId, said),
              e);
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          new LauncherException(
              "No Temporal server answers at %s%s; start ./whatsway up, give its address with --address or TEMPORAL_ADDRESS, or give an exported history.json instead of an id."
                  .formatted(address, said),
              e);
      default ->
          new LauncherException(
              "The Temporal server at %s refuses to give the history: %s%s; export it to a file and give that instead."
                  .formatted(address, status.getCode(), said),
              e);
    };
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
