package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Progress;
import dev.whatsway.launcher.process.Pause;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The sample campaign from channel to report, through nothing but the public API and the
 * simulator's own endpoints. Everything but the audience and the campaign is made once and found
 * again by later runs.
 */
public final class DemoRun {

  /** Any id is a number to the simulator; this one is the demo's. */
  private static final String PHONE_NUMBER_ID = "106540352242922";

  private static final String PHONE_NUMBER = "+4915112345678";

  /** The simulator takes any but an empty one. */
  public static final String ACCESS_TOKEN = "simulator-access-token";

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Duration START_IN = Duration.ofSeconds(2);
  private static final Set<String> CLOSED = Set.of("completed", "canceled", "missed", "failed");

  /** How long counts must stand still to be the last ones, and how long that is waited for. */
  private static final Duration STILL = Duration.ofSeconds(2);

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);

  private final ApiClient api;
  private final ApiClient simulator;
  private final Options options;
  private final Console console;
  private final Clock clock;

  /**
   * What to send and how.
   *
   * @param graphUrl the channel's Graph host: the simulator
   * @param appSecret what the simulator signs its webhooks with
   * @param consentSource asserted for every row, or null for what the rows say
   */
  public record Options(
      String graphUrl,
      String appSecret,
      People people,
      @Nullable String consentSource,
      Offer offer) {}

  /**
   * @param api the public API, its base ending in {@code /api/v1}
   * @param simulator the simulator's root, with {@link #ACCESS_TOKEN}
   */
  public DemoRun(
      ApiClient api, ApiClient simulator, Options options, Console console, Clock clock) {
    this.api = api;
    this.simulator = simulator;
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  /**
   * Runs the whole campaign and waits for its last webhook.
   *
   * @throws LauncherException when the API refuses something
   */
  public DemoReport run() {
    Instant began = clock.instant();
    String channel = channel();
    options.offer().templates().forEach(this::template);
    openLinks();
    JsonNode audience = audience();
    String campaign = launchedCampaign(channel, audience.path("id").asString());
    followUntilClosed(campaign);
    waitForLastWebhooks(campaign);
    return new DemoReport(
        api.get("/campaigns/" + campaign),
        api.get("/campaigns/" + campaign + "/report"),
        audience,
        rejectedRows(audience),
        simulator.get("/_simulator/summary?since=" + encode(began.toString())),
        exampleMessage(campaign),
        exampleJourney(campaign));
  }

  private String channel() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "Demo shop");
    settings.put("access_token", ACCESS_TOKEN);
    settings.put("app_secret", options.appSecret());
    settings.put("verify_token", "simulator-verify-token");
    settings.put("graph_url", options.graphUrl());
    settings.put("mm_enabled", true);
    String known = knownChannel();
    if (known != null) {
      return api.patch("/channels/" + known, settings).path("id").asString();
    }
    settings.put("phone_number", PHONE_NUMBER);
    settings.put("phone_number_id", PHONE_NUMBER_ID);
    settings.put("waba_id", SampleTemplate.WABA_ID);
    return api.post("/channels", settings).path("id").asString();
  }

  private @Nullable String knownChannel() {
    String cursor = "";
    while (true) {
      JsonNode page = api.get("/channels?limit=500" + cursor);
      for (JsonNode channel : page.path("data")) {
        if (channel.path("phone_number_id").asString().equals(PHONE_NUMBER_ID)) {
          return channel.path("id").asString();
        }
      }
      if (page.path("next_cursor").isNull() || page.path("next_cursor").isMissingNode()) {
        return null;
      }
      cursor = "&cursor=" + encode(page.path("next_cursor").asString());
    }
  }

  private void template(String name) {
    JsonNode known = api.get("/templates?waba_id=" + SampleTemplate.WABA_ID + "&name=" + name);
    for (JsonNode template : known.path("data")) {
      if (template.path("language").asString().equals(SampleTemplate.LANGUAGE)) {
        return;
      }
    }
    api.post("/templates", SampleTemplate.from(simulator, name));
  }

  /** The template's button leads to a shop that is not there; its readers come to us directly. */
  private void openLinks() {
    if (options.offer() instanceof Offer.Drip drip) {
      simulator.put("/_simulator/behaviour", Map.of("open_links", drip.links()));
    }
  }

  private JsonNode audience() {
    String query = "?name=" + encode(options.people().title());
    if (options.consentSource() != null) {
      query += "&consent_source=" + encode(options.consentSource());
    }
    JsonNode audience;
    try (Progress progress = new Progress(console)) {
      progress.waitingFor("the import of " + options.people().title());
      audience = api.upload("/audiences" + query, options.people().csv());
    }
    console.line(
        "Imported %s: %d people, %d rows rejected."
            .formatted(
                options.people().title(),
                audience.path("accepted").asLong(),
                audience.path("rejected_rows").asLong()));
    return audience;
  }

  private String launchedCampaign(String channel, String audience) {
    String startAt =
        clock
            .instant()
            .plus(START_IN)
            .truncatedTo(ChronoUnit.SECONDS)
            .atZone(ZONE)
            .toOffsetDateTime()
            .toString();
    Map<String, Object> definition = new LinkedHashMap<>(options.offer().definition());
    definition.put("name", options.offer().title());
    definition.put("channel_id", channel);
    definition.put("audience_id", audience);
    definition.put("schedule", Map.of("start_at", startAt, "timezone", ZONE.getId()));
    // The simulator's webhooks come within seconds, Meta's within days.
    definition.put("unknown_deadline", "PT1M");
    // A message that Meta puts off for a day (131049) would keep the demo open for it.
    definition.put("marketing_cap_retries", 0);
    String id = api.post("/campaigns", definition).path("id").asString();
    api.post("/campaigns/" + id + "/launch", Map.of());
    console.line("Launched campaign " + id + ", to start at " + startAt + ".");
    return id;
  }

  private void followUntilClosed(String campaign) {
    ProgressBar bar = new ProgressBar(console);
    long began = System.nanoTime();
    boolean accepted = false;
    while (true) {
      JsonNode now = api.get("/campaigns/" + campaign);
      String status = now.path("status").asString();
      bar.show(status, now.path("counts"), journey(campaign));
      if (!accepted && now.path("counts").path("accepted").asLong() > 0) {
        accepted = true;
        console.line(
            "First message accepted "
                + Console.seconds(Duration.ofNanos(System.nanoTime() - began))
                + " after the launch.");
      }
      if (CLOSED.contains(status)) {
        break;
      }
      if (!Pause.millis(accepted ? 1000 : 250)) {
        throw new LauncherException("Interrupted.");
      }
    }
    bar.end();
  }

  /** Returns the funnel of its journey, or null where it has none. */
  private @Nullable JsonNode journey(String campaign) {
    return options.offer() instanceof Offer.Drip
        ? api.get("/campaigns/" + campaign + "/report").path("journey")
        : null;
  }

  /** Statuses go on to arrive after the last send; the report waits until they have. */
  private void waitForLastWebhooks(String campaign) {
    ProgressBar bar = new ProgressBar(console);
    long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
    long stillSince = System.nanoTime();
    JsonNode last = null;
    while (System.nanoTime() < deadline) {
      JsonNode now = api.get("/campaigns/" + campaign);
      bar.show(now.path("status").asString(), now.path("counts"), journey(campaign));
      long pending = simulator.get("/_simulator/summary").path("webhooks").path("pending").asLong();
      if (pending > 0 || !now.path("counts").equals(last)) {
        stillSince = System.nanoTime();
      }
      if (System.nanoTime() - stillSince > STILL.toNanos()) {
        break;
      }
      last = now.path("counts");
      if (!Pause.millis(250)) {
        throw new LauncherException("Interrupted.");
      }
    }
    bar.end();
  }

  private List<String> rejectedRows(JsonNode audience) {
    JsonNode page = api.get("/audiences/" + audience.path("id").asString() + "/rejected?limit=10");
    return page.path("data")
        .valueStream()
        .map(row -> "line " + row.path("line").asLong() + ": " + row.path("reason").asString())
        .toList();
  }

  /** A message that fell back shows most; any other will do. */
  private @Nullable JsonNode exampleMessage(String campaign) {
    JsonNode messages = api.get("/campaigns/" + campaign + "/messages?limit=500").path("data");
    for (JsonNode message : messages) {
      if (message.path("fell_back").asBoolean()) {
        return message;
      }
    }
    return messages.isEmpty() ? null : messages.get(0);
  }

  private @Nullable JsonNode exampleJourney(String campaign) {
    if (!(options.offer() instanceof Offer.Drip)) {
      return null;
    }
    JsonNode journeys = api.get("/campaigns/" + campaign + "/journeys?limit=1").path("data");
    return journeys.isEmpty() ? null : journeys.get(0);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
