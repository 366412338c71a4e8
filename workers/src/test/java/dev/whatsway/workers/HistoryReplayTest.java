package dev.whatsway.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.workers.replay.Histories;
import dev.whatsway.workers.replay.Replay;
import dev.whatsway.workers.replay.WorkflowTypes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.workflow.WorkflowInterface;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs today's workflow code on histories that earlier code has written, on real servers and in
 * tests. One that diverges here is one that would be stuck in production: use {@code
 * Workflow.getVersion}, never record the file again.
 */
class HistoryReplayTest {

  private static TestBench bench;
  private static Replay replay;

  @BeforeAll
  static void start() {
    bench = new TestBench();
    replay = new Replay(bench.worker(TaskQueues.CAMPAIGNS));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  static List<String> histories() throws IOException {
    return RecordedHistories.names();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replaysOnTodaysCode(String name) {
    assertThat(replay.run(Histories.read(RecordedHistories.json(name)))).isNull();
  }

  @Test
  void coversEveryWorkflow() throws Exception {
    Set<String> recorded =
        histories().stream()
            .map(name -> Histories.read(RecordedHistories.json(name)))
            .map(HistoryReplayTest::type)
            .collect(Collectors.toSet());

    assertThat(recorded)
        .isEqualTo(
            WorkflowTypes.implementations().stream()
                .flatMap(implementation -> Arrays.stream(implementation.getInterfaces()))
                .filter(type -> type.isAnnotationPresent(WorkflowInterface.class))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet()));
  }

  private static String type(WorkflowExecutionHistory history) {
    return history
        .getEvents()
        .get(0)
        .getWorkflowExecutionStartedEventAttributes()
        .getWorkflowType()
        .getName();
  }
}
