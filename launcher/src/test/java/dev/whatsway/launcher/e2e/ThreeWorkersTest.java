package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoReport;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.Offer;
import dev.whatsway.launcher.demo.People;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One number, campaigns of both tracking modes, and three processes that send. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreeWorkersTest {

  private static final int PEOPLE = 800;

  /** Eight lanes, two a process: no process can carry all of them alone. */
  private static final Map<String, String> SCALED =
      Map.of("WHATSWAY_WORKERS_PROCESSES", "3", "WHATSWAY_BULK_LANES", "2");

  @TempDir static Path folder;

  @Test
  void aThirdProcessOfWorkersExceedsNeitherTheNumbersRateNorThePairs() throws Exception {
    try (RunningStack stack = RunningStack.start(folder, SCALED)) {
      ApiClient simulator = stack.simulator();
      simulator.put(
          "/_simulator/behaviour?mode=replace",
          JsonMapper.shared().readTree("{\"latency_ms\": {\"min\": 5, \"max\": 20}}"));
      // Makes channel and template.
      run(stack, 1, "ledger");

      List<CompletableFuture<DemoReport>> campaigns =
          List.of(
              CompletableFuture.supplyAsync(() -> run(stack, PEOPLE, "ledger")),
              CompletableFuture.supplyAsync(() -> run(stack, PEOPLE, "ledger")),
              CompletableFuture.supplyAsync(() -> run(stack, PEOPLE / 8, "message-workflow")));
      for (CompletableFuture<DemoReport> campaign : campaigns) {
        JsonNode report = campaign.join().report();
        assertThat(report.path("accepted")).as(report.toString()).isEqualTo(report.path("planned"));
      }

      JsonNode summary = simulator.get("/_simulator/summary");
      assertThat(summary.path("accepted_sends").asLong())
          .isEqualTo(1 + PEOPLE + PEOPLE + PEOPLE / 8);
      assertThat(summary.path("rate_violations").asLong()).as(summary.toString()).isZero();
      assertThat(summary.path("pair_violations").asLong()).as(summary.toString()).isZero();
      System.out.printf(
          "Three processes of workers at 80/s: most in one second %d, in ten seconds %d; rate violations 0%n",
          summary.path("peak_per_second").asLong(), mostInTenSeconds(simulator));
    }
  }

  /** A figure, not a check: on a machine that is busy, calls bunch up on their way. */
  private static int mostInTenSeconds(ApiClient simulator) {
    List<Instant> times = new ArrayList<>();
    JsonNode page = simulator.get("/_simulator/sends");
    while (!page.isEmpty()) {
      page.forEach(send -> times.add(Instant.parse(send.path("at").asString())));
      page = simulator.get("/_simulator/sends?offset=" + times.size());
    }
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (!times.get(first).isAfter(times.get(last).minusSeconds(10))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static DemoReport run(RunningStack stack, int people, String tracking) {
    return new DemoRun(
            stack.api(),
            stack.simulator(),
            new DemoRun.Options(
                stack.simulatorUrl(),
                "simulator-app-secret",
                people(people),
                "form",
                new Offer.OneMessage(tracking)),
            new Console(new PrintStream(new ByteArrayOutputStream()), false),
            Clock.systemUTC())
        .run();
  }

  private static People people(int count) {
    StringBuilder csv = new StringBuilder("phone,name\n");
    for (int person = 0; person < count; person++) {
      csv.append("+4915117%06d,Person %d\n".formatted(person, person));
    }
    try {
      Path file = Files.createTempFile(folder, "people", ".csv");
      Files.writeString(file, csv);
      return new People.CsvFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
