package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whatsway.launcher.temporal.ServerPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code whatsway bench --temporal server} as a person runs it, but for 20 people. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProductionTemporalTest {

  private static final int PEOPLE = 20;

  /** The run's data folder is made in here. */
  @TempDir Path folder;

  private final ServerPrograms programs =
      ServerPrograms.in(Settings.from(System.getenv(), null).cache());

  private Process bench;

  @BeforeEach
  void onlyWhereTheServerIsBuilt() {
    assumeThat(programs.areThere())
        .as(
            "Temporal's server in %s; ./whatsway bench --temporal server builds it, in 6 minutes",
            programs.folder())
        .isTrue();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (bench != null && bench.isAlive()) {
      // It ends its children before itself.
      bench.destroy();
      bench.waitFor(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_campaign_comes_to_its_end_on_the_server_of_production_and_nothing_is_left_behind()
      throws Exception {
    Path report = folder.resolve("report.json");
    Path log = folder.resolve("bench.log");
    ProcessBuilder command =
        TestClassPath.java(
                "dev.whatsway.launcher.Whatsway",
                "bench",
                "--temporal",
                "server",
                "--mode",
                "message-workflow",
                "--recipients",
                Integer.toString(PEOPLE),
                "--minutes",
                "5",
                "--report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);
    command.environment().remove("TEMPORAL_ADDRESS");
    bench = command.start();

    Map<ProcessHandle, String> started = watchUntilItEnds();

    assertThat(bench.exitValue()).as(() -> read(log)).isZero();

    JsonNode told = JsonMapper.shared().readTree(report.toFile());
    assertThat(told.path("temporal").asString()).isEqualTo("server");
    JsonNode campaign = told.at("/cases/campaign");
    assertThat(campaign.path("canceled").asBoolean(true)).as(told.toString()).isFalse();
    assertThat(campaign.path("accepted").asLong()).as(told.toString()).isEqualTo(PEOPLE);
    assertThat(campaign.path("duplicate_sends").asLong(-1)).isZero();
    assertThat(started.values()).contains(programs.folder().resolve("server").toString());
    Awaitility.await("all processes to be gone")
        .atMost(Duration.ofSeconds(20))
        .until(() -> started.keySet().stream().noneMatch(ProcessHandle::isAlive));
    try (var left = Files.list(folder)) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().contains("whatsway-bench"));
    }
  }

  /** Waits for the run's end and returns the programs it has started, by their processes. */
  private Map<ProcessHandle, String> watchUntilItEnds() {
    Map<ProcessHandle, String> seen = new HashMap<>();
    Awaitility.await("the bench to end")
        .atMost(Duration.ofMinutes(9))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              bench
                  .descendants()
                  .forEach(each -> seen.put(each, each.info().command().orElse("gone")));
              return !bench.isAlive();
            });
    return seen;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return file + " cannot be read: " + e;
    }
  }
}
