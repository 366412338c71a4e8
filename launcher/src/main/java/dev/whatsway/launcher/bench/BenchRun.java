package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.People;
import dev.whatsway.launcher.demo.SampleTemplate;
import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.launcher.process.Pause;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One campaign to made-up people whom nothing ails, on a number that may send 1,000 messages a
 * second, so that what is measured is ours.
 */
public final class BenchRun {

  private static final String PHONE_NUMBER_ID = "106540352242966";
  private static final Set<String> CLOSED = Set.of("completed", "canceled", "missed", "failed");

  private final Options options;
  private final Place place;
  private final Console console;
  private final Clock clock;
  private final ApiClient api;
  private final ApiClient simulator;

  /**
   * What to measure.
   *
   * @param mode the tracking mode
   * @param longest how long it sends before it is canceled
   */
  public record Options(String mode, long recipients, Duration longest) {}

  /**
   * Where everything runs.
   *
   * @param appSecret what the simulator signs its webhooks with
   * @param workersUrl where the workers tell their metrics
   * @param databaseLog the database server's log
   */
  public record Place(
      String apiUrl,
      String apiKey,
      String simulatorUrl,
      String appSecret,
      String workersUrl,
      PostgresCluster database,
      Path databaseLog) {}

  public BenchRun(Options options, Place place, Console console, Clock clock) {
    this.options = options;
    this.place = place;
    this.console = console;
    this.clock = clock;
    this.api = new ApiClient(place.apiUrl() + "/api/v1", place.apiKey());
    this.simulator = new ApiClient(place.simulatorUrl(), DemoRun.ACCESS_TOKEN);
  }

  /**
   * Runs it.
   *
   * @throws LauncherException when the API refuses something
   */
  public BenchReport run() {
    simulator.put("/_simulator/behaviour?mode=replace", behaviour());
    String channel = channel();
    api.post("/templates", SampleTemplate.from(simulator));
    SlowStatements slow = SlowStatements.watch(place.database(), place.databaseLog());
    Instant began = clock.instant();
    String audience = audience();
    Duration importTime = since(began);
    try (HeapWatch heap = new HeapWatch(place.workersUrl())) {
      Instant launched = clock.instant();
      String campaign = launch(channel, audience);
      awaitPlan(campaign);
      Duration planTime = since(launched);
      Instant planned = clock.instant();
      console.line("Planned after " + Console.seconds(planTime) + ".");
      boolean canceled = !followUntilClosed(campaign, planned.plus(options.longest()));
      Duration sendingTime = since(planned);
      JsonNode summary = simulator.get("/_simulator/summary");
      Instant canceling = clock.instant();
      if (canceled) {
        api.post("/campaigns/" + campaign + "/cancel", Map.of());
        followUntilClosed(campaign, Instant.MAX);
      }
      return new BenchReport(
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
          heap.limit(),
          heap.mostUsed(),
          heap.mostLive(),
          slow.soFar());
    }
  }

  private static Map<String, Object> behaviour() {
    return Map.of(
        "latency_ms",
        Map.of("min", 50, "max", 50),
        "throughput",
        Map.of("per_second", 1_000, "burst", 1_000),
        "phone_numbers",
        Map.of(
            PHONE_NUMBER_ID,
            Map.of(
                "waba_id",
                SampleTemplate.WABA_ID,
                "throughput_level",
                "HIGH",
                "messaging_limit",
                "TIER_UNLIMITED")));
  }

  private String channel() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "Bench");
    settings.put("phone_number", "+4915112345679");
    settings.put("phone_number_id", PHONE_NUMBER_ID);
    settings.put("waba_id", SampleTemplate.WABA_ID);
    settings.put("access_token", DemoRun.ACCESS_TOKEN);
    settings.put("app_secret", place.appSecret());
    settings.put("verify_token", "simulator-verify-token");
    settings.put("graph_url", place.simulatorUrl());
    settings.put("mm_enabled", true);
    settings.put("throughput", 1_000);
    return api.post("/channels", settings).path("id").asString();
  }

  private String audience() {
    People people = new People.Synthetic(options.recipients());
    JsonNode audience =
        api.upload(
            "/audiences?name=" + URLEncoder.encode(people.title(), StandardCharsets.UTF_8),
            people.csv());
    console.line("Imported " + audience.path("accepted").asLong() + " people.");
    return audience.path("id").asString();
  }

  private String launch(String channel, String audience) {
    Map<String, Object> campaign = new LinkedHashMap<>();
    campaign.put("name", "Bench");
    campaign.put("channel_id", channel);
    campaign.put("audience_id", audience);
    campaign.put(
        "template", Map.of("name", SampleTemplate.NAME, "language", SampleTemplate.LANGUAGE));
    campaign.put("variables", Map.of("1", "{{name}}"));
    campaign.put("tracking", options.mode());
    campaign.put("marketing_cap_retries", 0);
    String id = api.post("/campaigns", campaign).path("id").asString();
    api.post("/campaigns/" + id + "/launch", Map.of());
    return id;
  }

  private void awaitPlan(String campaign) {
    while (counts(campaign).path("planned").asLong() < options.recipients()) {
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

  private JsonNode counts(String campaign) {
    return api.get("/campaigns/" + campaign).path("counts");
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
