package dev.whatsway.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.workers.campaign.CampaignWorkflowImpl;
import dev.whatsway.workers.campaign.LedgerBatchWorkflowImpl;
import dev.whatsway.workers.campaign.LedgerExpiryWorkflowImpl;
import dev.whatsway.workers.campaign.RecipientBatchWorkflowImpl;
import dev.whatsway.workers.channel.ChannelWorkflowImpl;
import dev.whatsway.workers.message.MessageWorkflowImpl;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  @BeforeAll
  static void start() {
    bench =
        new TestBench()
            .workflows(
                TaskQueues.CAMPAIGNS,
                CampaignWorkflowImpl.class,
                RecipientBatchWorkflowImpl.class,
                ChannelWorkflowImpl.class,
                LedgerBatchWorkflowImpl.class,
                LedgerExpiryWorkflowImpl.class)
            .workflows(TaskQueues.MESSAGES, MessageWorkflowImpl.class);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  static List<Path> histories() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(HistoryReplayTest.class.getResource("/histories")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replaysOnTodaysCode(Path file) throws Exception {
    String queue =
        file.getFileName().toString().startsWith("message-")
            ? TaskQueues.MESSAGES
            : TaskQueues.CAMPAIGNS;

    WorkflowReplayer.replayWorkflowExecution(
        WorkflowExecutionHistory.fromJson(Files.readString(file)), bench.worker(queue));
  }

  @Test
  void coversEveryWorkflow() throws Exception {
    assertThat(histories())
        .extracting(file -> file.getFileName().toString().replaceFirst("-.*", ""))
        .contains("campaign", "batch", "ledger", "expiry", "message", "channel");
  }
}
