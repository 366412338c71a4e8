package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.TestClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code whatsway bench --case costs}, so that a change that makes a message dearer is seen. What
 * Temporal counts of a message's own workflow does not depend on the machine, so those bounds are
 * what was counted. The others have room for how calls happen to fall together: more pages of
 * webhooks, more rounds of a lane. Whoever has to raise one says why in the commit.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MessageCostsTest {

  @TempDir static Path folder;
  private static Process bench;
  private static JsonNode workflow;
  private static JsonNode ledger;

  @BeforeAll
  static void count() throws Exception {
    Path report = folder.resolve("report.json");
    Path log = folder.resolve("bench.log");
    bench =
        TestClassPath.java(
                "dev.whatsway.launcher.Whatsway",
                "bench",
                "--case",
                "costs",
                "--recipients",
                "1000",
                "--report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(bench.waitFor()).as(Files.readString(log)).isZero();
    System.out.println(Files.readString(log));
    JsonNode both = JsonMapper.shared().readTree(report.toFile()).path("cases").path("costs");
    workflow = both.path("message-workflow");
    ledger = both.path("ledger");
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (bench != null && bench.isAlive()) {
      // It ends its children before itself.
      bench.destroy();
      bench.waitFor(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aMessageWithAWorkflowStaysWithinItsTargets() {
    JsonNode own = workflow.path("own_workflow_median");
    assertWithin(own, "history_events", 20);
    assertWithin(own, "billable_actions", 5);
  }

  @Test
  void aMessageInTheLedgerStaysWithinItsTarget() {
    assertWithin(ledger.path("together"), "history_events", 0.2);
  }

  @Test
  void aMessageWithAWorkflowCostsNoMoreThanItDid() {
    JsonNode own = workflow.path("own_workflow_median");
    assertWithin(own, "history_events", 19);
    assertWithin(own, "state_transitions", 11);
    assertWithin(own, "billable_actions", 5);
    assertWithin(own, "history_bytes", 3_700);
    JsonNode shared = workflow.path("shared");
    assertWithin(shared, "history_events", 4);
    assertWithin(shared, "state_transitions", 3);
    assertWithin(shared, "billable_actions", 1.2);
    assertWithin(workflow.path("statements"), "whatsway-workers", 17);
    // At worst each of its three statuses comes by a POST of its own.
    assertWithin(workflow.path("statements"), "whatsway-api", 3.3);
    assertWithin(workflow, "wal_bytes", 15_500);
  }

  @Test
  void aMessageInTheLedgerCostsNoMoreThanItDid() {
    JsonNode together = ledger.path("together");
    assertWithin(together, "state_transitions", 0.15);
    assertWithin(together, "billable_actions", 0.04);
    assertWithin(together, "history_bytes", 40);
    assertWithin(ledger.path("statements"), "whatsway-workers", 1.5);
    assertWithin(ledger.path("statements"), "whatsway-api", 0.5);
    assertWithin(ledger, "wal_bytes", 15_000);
  }

  private static void assertWithin(JsonNode costs, String figure, double most) {
    assertThat(costs.path(figure).asDouble(Double.NaN))
        .as("%s of %s", figure, costs)
        .isPositive()
        .isLessThanOrEqualTo(most);
  }
}
