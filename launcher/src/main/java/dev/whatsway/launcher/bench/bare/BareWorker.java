package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.launcher.console.QuietLogs;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process of the bare workflows: Temporal's SDK alone, with the queues and capacities of our
 * workers as far as they serve campaigns with a workflow a message.
 */
public final class BareWorker {

  /**
   * Runs until it is told to end.
   *
   * @param args Temporal's address, the namespace, and after how many milliseconds a message is
   *     sent, delivered and read
   */
  public static void main(String[] args) {
    QuietLogs.set();
    List<Duration> delays =
        Arrays.stream(args).skip(2).map(Long::valueOf).map(Duration::ofMillis).toList();
    WorkflowClient client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(args[0]).build()),
            WorkflowClientOptions.newBuilder()
                .setNamespace(args[1])
                .setDataConverter(PayloadConversion.dataConverter())
                .build());
    OurCapacities capacities = OurCapacities.read();
    WorkerFactory factory = WorkerFactory.newInstance(client, capacities.factory());
    start(factory, capacities, new BareStatuses(client, delays, Clock.systemUTC()));
    factory.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  static void start(WorkerFactory factory, OurCapacities capacities, BareStatuses statuses) {
    BareActivities activities = new BareActivities(statuses);
    Worker campaigns = factory.newWorker(BareQueues.CAMPAIGNS, capacities.of(TaskQueues.CAMPAIGNS));
    campaigns.registerWorkflowImplementationTypes(
        BareCampaignWorkflowImpl.class, BareLaneWorkflowImpl.class);
    campaigns.registerActivitiesImplementations(activities);
    factory
        .newWorker(BareQueues.MESSAGES, capacities.of(TaskQueues.MESSAGES))
        .registerWorkflowImplementationTypes(BareMessageWorkflowImpl.class);
    factory
        .newWorker(BareQueues.SENDING, capacities.of(TaskQueues.SENDING))
        .registerActivitiesImplementations(activities);
    factory.start();
  }

  private BareWorker() {}
}
