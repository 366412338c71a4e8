package dev.whatsway.launcher.bench;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.launcher.bench.bare.BareCampaign;
import dev.whatsway.launcher.bench.bare.BareCampaignWorkflow;
import dev.whatsway.launcher.bench.bare.BareQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;

/** What Temporal knows of the workflows of a campaign. */
final class TemporalView implements AutoCloseable {

  private final String namespace;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  TemporalView(String address, String namespace) {
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
