package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.SlowStatements.Slow;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.process.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One campaign to made-up people whom nothing ails, on a number as fast as told, so that what is
 * measured is ours.
 */
final class CampaignBench {

  private static final Set<String> CLOSED = Set.of("completed", "canceled", "missed", "failed");

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;
  private final Clock clock;
  private final BenchShop shop;
  private final ApiClient api;

  CampaignBench(BenchOptions options, BenchPlace place, Console console, Clock clock) {
    this.options = options;
    this.place = place;
    this.console = console;
    this.clock = clock;
    this.shop = place.shop();
    this.api = shop.api();
  }

  /**
   * Runs it.
   *
   * @throws LauncherException when the API refuses something
   */
  CampaignResult run() {
    String channel = shop.open(options.throughput());
    SlowStatements watch = SlowStatements.watch(place.database(), place.databaseLog());
    Instant began = clock.instant();
    String audience = shop.audience(options.recipients());
    console.line("Imported " + options.recipients() + " people.");
    Duration importTime = since(began);
    Map<String, List<Slow>> slow = new LinkedHashMap<>();
    slow.put("import", watch.sinceLast());
    try (HeapWatch heap = new HeapWatch(place.workersUrl())) {
      Instant launched = clock.instant();
      String campaign = shop.launch(channel, audience, options.mode());
      awaitPlan(campaign);
      Duration planTime = since(launched);
      slow.put("plan", watch.sinceLast());
      Instant planned = clock.instant();
      console.line("Planned after " + Console.seconds(planTime) + ".");
      boolean canceled = !followUntilClosed(campaign, planned.plus(options.time()));
      Duration sendingTime = since(planned);
      JsonNode summary = shop.simulator().get("/_simulator/summary");
      slow.put("sending", watch.sinceLast());
      Instant canceling = clock.instant();
      if (canceled) {
        // Answered once nothing is in flight; what was queued is marked canceled from then on.
        api.post("/campaigns/" + campaign + "/cancel", Map.of());
        slow.put("cancel", watch.sinceLast());
      }
      return new CampaignResult(
          options.mode(),
          options.recipients(),
          importTime,
          planTime,
          sendingTime,
          summary.path("accepted_sends").asLong(),
          summary.path("duplicate_sends").asLong(),
          summary.path("peak_per_second").asLong(),
          canceled,
          since(canceling),
          heap.seen(),
          slow);
    }
  }

  private void awaitPlan(String campaign) {
    while (shop.counts(campaign).path("planned").asLong() < options.recipients()) {
      pause();
    }
  }

  /** Returns false where it was not closed by then. */
  private boolean followUntilClosed(String campaign, Instant until) {
    Instant told = clock.instant();
    while (clock.instant().isBefore(until)) {
      JsonNode now = api.get("/campaigns/" + campaign);
      if (CLOSED.contains(now.path("status").asString())) {
        return true;
      }
      if (since(told).compareTo(Duration.ofSeconds(15)) > 0) {
        told = clock.instant();
        console.line(
            "  "
                + now.path("status").asString()
                + ": "
                + now.path("counts").path("accepted").asLong()
                + " accepted, "
                + now.path("counts").path("queued").asLong()
                + " queued");
      }
      pause();
    }
    return false;
  }

  private Duration since(Instant then) {
    return Duration.between(then, clock.instant());
  }

  private static void pause() {
    if (!Pause.millis(200)) {
      throw new LauncherException("Interrupted.");
    }
  }
}
