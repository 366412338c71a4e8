package dev.whatsway.workers;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A time-skipping Temporal with the product's task queues, payload format and attributes. */
public final class TestBench implements AutoCloseable {

  private final TestWorkflowEnvironment environment;
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();

  public TestBench() {
    this(true);
  }

  private TestBench(boolean skipsWhileATestWaits) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(skipsWhileATestWaits)
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadConversion.dataConverter())
                    .build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    environment = TestWorkflowEnvironment.newInstance(options.build());
    for (String queue :
        new String[] {
          TaskQueues.CAMPAIGNS,
          TaskQueues.MESSAGES,
          TaskQueues.SENDING,
          TaskQueues.BULK,
          TaskQueues.JOURNEYS
        }) {
      workers.put(queue, environment.newWorker(queue));
    }
  }

  /** Returns one whose time skips only in {@code environment().sleep}. */
  public static TestBench inRealTime() {
    return new TestBench(false);
  }

  /** Returns a stand-in for an activity, without the annotations that Mockito would copy. */
  public static <T> T standIn(Class<T> activity) {
    return mock(activity, withSettings().withoutAnnotations());
  }

  public TestBench workflows(String queue, Class<?>... implementations) {
    workers.get(queue).registerWorkflowImplementationTypes(implementations);
    return this;
  }

  public TestBench activities(String queue, Object... implementations) {
    workers.get(queue).registerActivitiesImplementations(implementations);
    return this;
  }

  public TestBench start() {
    environment.start();
    return this;
  }

  public TestWorkflowEnvironment environment() {
    return environment;
  }

  public Worker worker(String queue) {
    return workers.get(queue);
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  public <T> T stub(Class<T> workflow, String queue, String id) {
    return client()
        .newWorkflowStub(
            workflow, WorkflowOptions.newBuilder().setTaskQueue(queue).setWorkflowId(id).build());
  }

  /** Returns the history as the JSON that a replay reads. */
  public String history(String workflowId) {
    return client().fetchHistory(workflowId).toJson(true);
  }

  /**
   * Writes a history for the replay tests when {@code -Dwhatsway.record-histories=FOLDER} is set;
   * docs/orchestration.md says when to.
   */
  public void record(String workflowId, String name) {
    String folder = System.getProperty("whatsway.record-histories");
    if (folder == null) {
      return;
    }
    try {
      Files.writeString(
          Path.of(folder, name + ".json"),
          // The worker's identity is a process and a host.
          history(workflowId).replaceAll("[0-9]+@[A-Za-z0-9.-]+", "worker"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
