package dev.whatsway.launcher.bench;

import com.google.protobuf.ByteString;
import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.launcher.bench.bare.BareCampaign;
import dev.whatsway.launcher.bench.bare.BareCampaignWorkflow;
import dev.whatsway.launcher.bench.bare.BareQueues;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.stream.Collectors;

/** What Temporal knows of the workflows of a campaign. */
final class TemporalView implements AutoCloseable {

  private static final int PAGE = 1_000;

  private final String namespace;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  /** Looks at the server of that place. */
  static TemporalView of(PeerPlace place) {
    return new TemporalView(place.temporalAddress(), place.temporalNamespace());
  }

  private TemporalView(String address, String namespace) {
    this.namespace = namespace;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setDataConverter(PayloadConversion.dataConverter())
                .build());
  }

  /** Returns how many workflows of a type have come through in a campaign. */
  long completed(String type, String campaignId) {
    return stubs
        .blockingStub()
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace)
                .setQuery(
                    "CampaignId = '%s' AND WorkflowType = '%s' AND ExecutionStatus = 'Completed'"
                        .formatted(campaignId, type))
                .build())
        .getCount();
  }

  /**
   * What a workflow's history came to.
   *
   * @param signals it was sent
   */
  record History(int events, int signals) {}

  History history(String workflowId) {
    List<HistoryEvent> events = client.fetchHistory(workflowId).getEvents();
    long signals =
        events.stream()
            .filter(
                event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
            .count();
    return new History(events.size(), (int) signals);
  }

  /**
   * One run of a workflow; a workflow that continues as new has several.
   *
   * @param events of its history
   */
  record Run(String type, String workflowId, long events) {}

  /**
   * Returns the run with the most events of all workflows of these campaigns; 0 events for none.
   */
  Run longestRun(List<String> campaignIds) {
    String query =
        "CampaignId IN (%s)"
            .formatted(
                campaignIds.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ")));
    Run longest = new Run("", "none", 0);
    ByteString page = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse listed =
          stubs
              .blockingStub()
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(namespace)
                      .setQuery(query)
                      .setPageSize(PAGE)
                      .setNextPageToken(page)
                      .build());
      for (WorkflowExecutionInfo info : listed.getExecutionsList()) {
        Run run = run(info);
        longest = run.events() > longest.events() ? run : longest;
      }
      page = listed.getNextPageToken();
    } while (!page.isEmpty());
    return longest;
  }

  /** The list tells the events of closed runs alone. */
  private Run run(WorkflowExecutionInfo listed) {
    long events =
        listed.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
            ? described(listed.getExecution())
            : listed.getHistoryLength();
    return new Run(listed.getType().getName(), listed.getExecution().getWorkflowId(), events);
  }

  private long described(WorkflowExecution execution) {
    return stubs
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(execution)
                .build())
        .getWorkflowExecutionInfo()
        .getHistoryLength();
  }

  /** Returns the server's version. */
  String serverVersion() {
    return stubs
        .blockingStub()
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
        .getServerVersion();
  }

  /** Starts bare workflows. */
  void start(BareCampaign campaign) {
    WorkflowClient.start(
        client.newWorkflowStub(
                BareCampaignWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("bare/" + campaign.campaignId())
                    .setTaskQueue(BareQueues.CAMPAIGNS)
                    .build())
            ::run,
        campaign);
  }

  /** Whether somebody polls this queue for workflow tasks. */
  boolean polled(String queue) {
    return stubs
            .blockingStub()
            .describeTaskQueue(
                DescribeTaskQueueRequest.newBuilder()
                    .setNamespace(namespace)
                    .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                    .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                    .build())
            .getPollersCount()
        > 0;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
