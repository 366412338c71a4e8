package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoReport;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.Offer;
import dev.whatsway.launcher.demo.People;
import dev.whatsway.launcher.demo.SampleTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whole campaigns from a CSV to read receipts. The tests share one running stack, as a start takes
 * longer than a campaign; the one that kills processes comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class CampaignEndToEndTest {

  /** Nothing goes wrong, and statuses come fast. */
  private static final String QUICK =
      "\"latency_ms\": {\"min\": 5, \"max\": 20}, \"webhook_delays_ms\": {"
          + "\"sent\": {\"min\": 10, \"max\": 100}, \"delivered\": {\"min\": 10, \"max\": 200},"
          + "\"read\": {\"min\": 10, \"max\": 300}, \"failed\": {\"min\": 10, \"max\": 300}}";

  private static final List<String> JOURNEY_TEMPLATES = new Offer.Drip("").templates();

  private static final String TIMES = "WorkflowType=\"RecurringCampaignWorkflow\"";

  @TempDir static Path folder;
  private static RunningStack stack;
  private static ApiClient api;
  private static ApiClient simulator;
  private static String cli;

  @BeforeAll
  static void start() throws Exception {
    stack = RunningStack.start(folder);
    api = stack.api();
    simulator = stack.simulator();
    cli = output(TestClassPath.java("dev.whatsway.launcher.Whatsway", "temporal-cli")).strip();
  }

  @AfterAll
  static void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void thoseWhomMarketingMessagesRefuseAndNobodyElseGoThroughCloudOnce() {
    Set<String> refused =
        new TreeSet<>(IntStream.range(0, 40).mapToObj(n -> phone(n * 7)).toList());
    behave(
        "\"recipients\": {"
            + String.join(
                ",",
                refused.stream()
                    .map(
                        phone ->
                            "\"%s\": {\"mm_refusal\": \"131055\"}".formatted(phone.substring(1)))
                    .toList())
            + "}");
    DemoReport done = run(people(300));

    JsonNode report = done.report();
    assertThat(done.good()).as(report.toString()).isTrue();
    assertThat(report.path("accepted").asLong()).isEqualTo(300);
    assertThat(report.path("fallbacks").asLong()).isEqualTo(40);
    assertThat(report.path("routes").path("cloud").asLong()).isEqualTo(40);
    assertThat(report.path("routes").path("marketing_messages").asLong()).isEqualTo(260);
    assertThat(done.simulator().path("accepted_sends").asLong()).isEqualTo(300);

    List<JsonNode> messages = messages(done.campaign().path("id").asString(), "");
    Set<String> viaCloud = new TreeSet<>();
    for (JsonNode message : messages) {
      if (message.path("route").asString().equals("cloud")) {
        viaCloud.add(message.path("contact").asString());
        assertCompensated(message);
      } else {
        assertThat(message.path("fell_back").asBoolean()).isFalse();
      }
    }
    assertThat(viaCloud).isEqualTo(refused);
  }

  @Test
  @Order(2)
  void theTemporalCliFindsExactlyTheFailedOnes() throws Exception {
    Set<String> unreachable =
        new TreeSet<>(IntStream.range(0, 12).mapToObj(n -> phone(n * 3)).toList());
    behave(
        "\"recipients\": {"
            + String.join(
                ",",
                unreachable.stream()
                    .map(phone -> "\"%s\": {\"fail\": \"131026\"}".formatted(phone.substring(1)))
                    .toList())
            + "}");
    DemoReport done = run(people(60));
    String campaign = done.campaign().path("id").asString();

    assertThat(done.report().path("failed").asLong()).isEqualTo(12);
    Set<String> ours = new TreeSet<>();
    messages(campaign, "&status=failed")
        .forEach(message -> ours.add("message/" + message.path("id").asString()));
    assertThat(ours).hasSize(12);
    assertThat(temporalList("CampaignId=\"" + campaign + "\" AND MessageStatus=\"failed\""))
        .isEqualTo(ours);
    assertReplays(ours.iterator().next(), "131026");
  }

  @Test
  @Order(3)
  void aHostileFileIsRejectedRowByRowAndTheRestIsSentOnce() throws Exception {
    behave("\"rates\": {}");
    Path file = folder.resolve("hostile.csv");
    HostileCsv csv = HostileCsv.write(file);
    DemoReport done = run(new People.CsvFile(file));

    Map<Long, String> rejected = rejected(done.audience().path("id").asString());
    assertThat(rejected.keySet()).isEqualTo(csv.badLines().keySet());
    assertThat(rejected.values()).allMatch(reason -> !reason.isBlank());
    assertThat(done.report().path("planned").asLong()).isEqualTo(HostileCsv.ROWS - HostileCsv.BAD);
    assertThat(done.report().path("accepted").asLong()).isEqualTo(HostileCsv.ROWS - HostileCsv.BAD);
    assertThat(done.simulator().path("accepted_sends").asLong())
        .isEqualTo(HostileCsv.ROWS - HostileCsv.BAD);
    assertThat(done.good()).as(done.report().toString()).isTrue();
  }

  @Test
  @Order(4)
  void aSleepingPersonIsSentToAfterTheirNightAndNobodyGetsTooMuch() {
    behave("\"rates\": {}");
    try {
      api.put(
          "/settings/frequency-caps", Map.of("caps", List.of(Map.of("messages", 1, "per", "P1D"))));
      // The night ends in half a minute, and the campaigns soon after: so nobody is spread further.
      Instant morning = Clock.systemUTC().instant().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
      String workflows = launchAtNight("message-workflow", 0, morning);
      String ledger = launchAtNight("ledger", 2, morning);
      for (String campaign : List.of(workflows, ledger)) {
        Awaitility.await("the sleeper to be held, the other sent to")
            .atMost(Duration.ofSeconds(25))
            .until(
                () -> {
                  List<JsonNode> people = messages(campaign, "");
                  return people.get(0).path("hold_reason").asString().equals("quiet-hours")
                      && !people.get(1).path("accepted_at").isNull();
                });
      }
      for (String campaign : List.of(workflows, ledger)) {
        awaitAccepted(campaign, 2);
        assertThat(Instant.parse(messages(campaign, "").get(0).path("accepted_at").asString()))
            .isAfterOrEqualTo(morning);
      }

      String more = launch("people-too-often", "phone,name\n" + sleepy(0) + ",Ann\n", Map.of());
      Awaitility.await("the campaign to end")
          .atMost(Duration.ofMinutes(1))
          .until(() -> status(more).equals("completed"));
      JsonNode report = api.get("/campaigns/" + more + "/report");
      assertThat(report.path("skipped_by_reason").path("capped").asLong())
          .as(report.toString())
          .isEqualTo(1);
    } finally {
      api.put("/settings/frequency-caps", Map.of("caps", List.of()));
    }
  }

  /** Launches to two people: for the first it is the end of a night, for the second the day. */
  private static String launchAtNight(String tracking, int first, Instant morning) {
    LocalTime end = LocalTime.ofInstant(morning, ZoneOffset.UTC);
    return launch(
        "people-at-night",
        "phone,name,timezone\n%s,Ann,UTC\n%s,Ben,Asia/Tokyo\n"
            .formatted(sleepy(first), sleepy(first + 1)),
        Map.of(
            "tracking",
            tracking,
            "quiet_hours",
            Map.of("from", end.minusHours(12).toString(), "to", end.toString()),
            "schedule",
            Map.of("end_at", morning.plusSeconds(8).toString())));
  }

  private static String sleepy(int number) {
    return "+49171%08d".formatted(10_000_000 + number);
  }

  @Test
  @Order(5)
  void aRecurringCampaignComesOnceATimeAndNotWhileTheLastOneRuns() {
    behave("\"rates\": {}");
    Instant began = Clock.systemUTC().instant();
    String id =
        api.post(
                "/recurring-campaigns",
                Map.of(
                    "campaign",
                    definition("recurring", csv(200), Map.of()),
                    "every",
                    Map.of("cron", "30 2 * 3,10 SUN", "timezone", "Europe/Berlin")))
            .path("id")
            .asString();
    assertTemporalComesWhenWeSay(id);

    temporal("schedule", "trigger", "--schedule-id", "recurring/" + id);
    Awaitility.await("its campaign").until(() -> recentRuns(id).size() == 1);
    String campaign = recentRuns(id).path(0).path("campaign_id").asString();
    temporal("schedule", "trigger", "--schedule-id", "recurring/" + id);
    assertThat(status(campaign)).isNotEqualTo("completed");
    awaitTimes(1);
    assertThat(status(campaign)).isEqualTo("completed");
    assertThat(schedule(id).path("info").path("overlapSkipped").asString()).isEqualTo("1");

    // All of it once more, the activity that made the campaign too.
    String time = temporalList(TIMES).iterator().next();
    temporal(
        "workflow", "reset", "--workflow-id", time, "--type", "FirstWorkflowTask", "--reason", "x");
    awaitTimes(2);
    assertThat(recentRuns(id)).hasSize(1);
    JsonNode summary = simulator.get("/_simulator/summary?since=" + began);
    assertThat(summary.path("accepted_sends").asLong()).isEqualTo(200);
    assertThat(summary.path("duplicate_sends").asLong()).isZero();
    assertThat(replay(time).lines())
        .anyMatch(line -> line.contains("Campaign " + campaign + " is completed"))
        .endsWith("Today's code takes the same decisions.");
    api.post("/recurring-campaigns/" + id + "/pause", Map.of());
    assertThat(schedule(id).path("schedule").path("state").path("paused").asBoolean()).isTrue();
  }

  /** Ten people of forty click, twenty only read, ten do not read. */
  @Test
  @Order(6)
  void aJourneySurvivesTheDeathOfWorkersAndNobodyGetsOneOfItsMessagesTwice() throws IOException {
    behave(
        "\"open_links\": \"%s/r/\", \"recipients\": {%s}"
            .formatted(
                stack.apiUrl(),
                IntStream.range(0, 40)
                    .filter(n -> n < 10 || n >= 30)
                    .mapToObj(
                        n ->
                            "\"%s\": %s"
                                .formatted(
                                    phone(n).substring(1),
                                    n < 10 ? "{\"click\": true}" : "{\"reach\": \"never_read\"}"))
                    .collect(Collectors.joining(","))));
    JOURNEY_TEMPLATES.forEach(name -> api.post("/templates", SampleTemplate.from(simulator, name)));
    Random moments = new Random();
    int first = 1 + moments.nextInt(30);
    int second = 41 + moments.nextInt(15);
    String moment = "killed at %d and %d messages".formatted(first, second);
    Instant began = Clock.systemUTC().instant();
    String campaign = launch(journey());

    awaitAccepted(campaign, first);
    stack.kill("workers");
    assertTellsWhereSomebodyIs(campaign, phone(39));
    awaitAccepted(campaign, second);
    stack.kill("workers");
    Awaitility.await("the campaign to end, " + moment)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> status(campaign).equals("completed"));

    JsonNode report = api.get("/campaigns/" + campaign + "/report");
    JsonNode summary = simulator.get("/_simulator/summary?since=" + began);
    assertThat(summary.path("duplicate_sends").asLong()).as(moment).isZero();
    assertThat(outcomes(report))
        .as(report.toString())
        .isEqualTo(report.path("planned").asLong())
        .isGreaterThan(40);
    assertThat(report.path("journey").path("people").path("all").asLong()).isEqualTo(40);
    assertThat(report.path("journey").path("people").path("ended").asLong()).isEqualTo(40);
    assertEverybodyGotEachMessageOnce(campaign, moment);
    assertThat(summary.path("accepted_sends").asLong())
        .as(report.toString())
        .isEqualTo(report.path("reached").path("accepted").asLong());

    String reader = "campaign/%s/journey/%s".formatted(campaign, contact(campaign, phone(20)));
    assertThat(replay(reader).lines())
        .anyMatch(line -> line.contains("read of welcome came"))
        .endsWith("Today's code takes the same decisions.");
    record(reader, "journey-demoOnTheDevServer");
  }

  private static Map<String, Object> journey() {
    Map<String, Object> definition =
        definition(
            "travellers",
            csv(40),
            Map.of("unknown_deadline", "PT60S", "journey", Offer.Drip.journey("PT15S", "PT10S")));
    definition.remove("template");
    definition.remove("variables");
    return definition;
  }

  private static void assertTellsWhereSomebodyIs(String campaign, String phone) {
    JsonNode place =
        Awaitility.await("somebody who waits")
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> api.get("/campaigns/%s/journeys/%s".formatted(campaign, encoded(phone))),
                journey -> journey.path("step").asString("").equals("read"));
    assertThat(place.path("status").asString()).isEqualTo("active");
    assertThat(place.path("why").asString()).contains("read of welcome");
    assertThat(OffsetDateTime.parse(place.path("next_at").asString()))
        .isAfter(OffsetDateTime.parse(place.path("since").asString()));
    assertThat(place.path("messages").path(0).path("step").asString()).isEqualTo("welcome");
  }

  private static String contact(String campaign, String phone) {
    return api.get("/campaigns/%s/journeys/%s".formatted(campaign, encoded(phone)))
        .path("contact_id")
        .asString();
  }

  private static String encoded(String phone) {
    return phone.replace("+", "%2B");
  }

  /**
   * A message that was with a process when that died is unknown, and not sent again: who lacks one
   * has one of those. Whose wait ended while nobody looked may go another way, but only one.
   */
  private static void assertEverybodyGotEachMessageOnce(String campaign, String moment) {
    Map<String, List<String>> got = new TreeMap<>();
    JsonNode sends = simulator.get("/_simulator/sends?limit=100000");
    for (JsonNode send : sends) {
      String template = send.path("template").asString("");
      if (JOURNEY_TEMPLATES.contains(template)) {
        got.computeIfAbsent("+" + send.path("to").asString(), to -> new ArrayList<>())
            .add(template);
      }
    }
    Set<String> lost = new TreeSet<>();
    messages(campaign, "&status=unknown")
        .forEach(message -> lost.add(message.path("contact").asString()));
    assertThat(lost).as(moment).hasSizeLessThan(20);
    for (int n = 0; n < 40; n++) {
      List<String> messages = got.getOrDefault(phone(n), List.of());
      String person = "%s of %s, %s".formatted(messages, phone(n), moment);
      assertThat(messages).as(person).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
      if (!lost.contains(phone(n))) {
        assertThat(messages).as(person).startsWith(SampleTemplate.WELCOME);
      }
      if (n >= 10) {
        assertThat(messages).as(person).doesNotContain(SampleTemplate.THANK_YOU);
      }
      if (n >= 30) {
        assertThat(messages).as(person).hasSizeLessThanOrEqualTo(1);
      }
    }
    assertThat(got.values().stream().flatMap(List::stream))
        .contains(
            SampleTemplate.THANK_YOU, SampleTemplate.REMINDER_SHORT, SampleTemplate.REMINDER_LONG);
  }

  /** As {@code TestBench.record}: a history for the replay tests, where one is asked for. */
  private static void record(String workflowId, String name) throws IOException {
    String folder = System.getProperty("whatsway.record-histories");
    if (folder != null) {
      String history =
          temporal("workflow", "show", "--workflow-id", workflowId, "--output", "json");
      Files.writeString(
          Path.of(folder, name + ".json"), history.replaceAll("[0-9]+@[A-Za-z0-9.-]+", "worker"));
    }
  }

  @Test
  @Order(7)
  void aCampaignSurvivesTheDeathOfWorkersTemporalAndPostgres() throws Exception {
    behave("\"rates\": {}");
    Instant began = Clock.systemUTC().instant();
    String campaign = launch(400);

    awaitAccepted(campaign, 40);
    stack.kill("workers");
    awaitAccepted(campaign, 120);
    stack.kill("temporal");
    awaitAccepted(campaign, 220);
    stack.kill("postgres");

    Awaitility.await("the campaign to end")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(LauncherException.class)
        .until(() -> status(campaign).equals("completed"));
    // A status that was under way when a process died is sent again by the simulator, as by Meta.
    Awaitility.await("the last statuses")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> settled(campaign));

    JsonNode report = api.get("/campaigns/" + campaign + "/report");
    JsonNode summary = simulator.get("/_simulator/summary?since=" + began);
    assertThat(summary.path("duplicate_sends").asLong()).isZero();
    assertThat(outcomes(report)).as(report.toString()).isEqualTo(400);
    assertThat(report.path("planned").asLong()).isEqualTo(400);
    // What the simulator took and what we say it took differ by no message.
    assertThat(report.path("accepted").asLong()).isEqualTo(summary.path("accepted_sends").asLong());
    assertThat(report.path("unknown").asLong())
        .isEqualTo(400 - summary.path("accepted_sends").asLong());
  }

  /** Among these Sundays are those on which the clocks change: what comes twice is made once. */
  private static void assertTemporalComesWhenWeSay(String id) {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Set<LocalDateTime> seen = new HashSet<>();
    List<Instant> theirs =
        schedule(id)
            .path("info")
            .path("futureActionTimes")
            .valueStream()
            .map(time -> Instant.parse(time.asString()))
            .filter(time -> seen.add(LocalDateTime.ofInstant(time, zone)))
            .limit(5)
            .toList();
    assertThat(theirs)
        .hasSize(5)
        .isEqualTo(
            api.get("/recurring-campaigns/" + id)
                .path("next_runs")
                .valueStream()
                .map(time -> OffsetDateTime.parse(time.asString()).toInstant())
                .toList());
  }

  private static JsonNode schedule(String id) {
    return JsonMapper.shared()
        .readTree(
            temporal("schedule", "describe", "--schedule-id", "recurring/" + id, "-o", "json"));
  }

  private static JsonNode recentRuns(String id) {
    return api.get("/recurring-campaigns/" + id).path("recent_runs");
  }

  private static void awaitTimes(int completed) {
    String query = TIMES + " AND ExecutionStatus=\"Completed\"";
    Awaitility.await(completed + " completed")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                JsonMapper.shared()
                        .readTree(temporal("workflow", "list", "--query", query, "-o", "json"))
                        .size()
                    == completed);
  }

  private static String replay(String workflowId) {
    return output(
        TestClassPath.java(
            "dev.whatsway.launcher.Whatsway",
            "replay",
            workflowId,
            "--address",
            stack.temporalAddress()));
  }

  /** The command asks the running Temporal, and tells why the message failed. */
  private static void assertReplays(String workflowId, String why) {
    String told = replay(workflowId);
    assertThat(told.lines())
        .first()
        .asString()
        .startsWith("MessageWorkflow " + workflowId + ", run ");
    assertThat(told.lines())
        .anyMatch(line -> line.contains("accepted by marketing_messages (attempt 1"))
        .anyMatch(line -> line.contains("signal events, webhook: ") && line.contains(why))
        .endsWith("Today's code takes the same decisions.");
  }

  private static long outcomes(JsonNode report) {
    return List.of("accepted", "failed", "skipped", "unknown", "expired", "canceled").stream()
        .mapToLong(name -> report.path(name).asLong())
        .sum();
  }

  private static boolean settled(String campaign) {
    JsonNode report = api.get("/campaigns/" + campaign + "/report");
    return report.path("read").asLong() + report.path("unknown").asLong() == 400;
  }

  private static void assertCompensated(JsonNode message) {
    JsonNode full = api.get("/messages/" + message.path("id").asString());
    assertThat(full.path("attempts").valueStream().map(a -> a.path("route").asString()))
        .containsExactly("marketing_messages", "cloud");
    assertThat(full.path("attempts").path(0).path("outcome").asString()).isEqualTo("refused");
    assertThat(full.path("attempts").path(0).path("error").path("code").asInt()).isEqualTo(131055);
    assertThat(full.path("attempts").path(1).path("outcome").asString()).isEqualTo("accepted");
    assertThat(activities(message.path("id").asString()))
        .containsExactly(
            "SendViaMarketingMessages: \"Send through Marketing Messages\"",
            "SendViaCloud: \"Compensate refusal 131055 of Marketing Messages: send through Cloud API\"");
  }

  private static DemoReport run(People people) {
    return new DemoRun(
            api,
            simulator,
            new DemoRun.Options(
                stack.simulatorUrl(),
                "simulator-app-secret",
                people,
                "form",
                new Offer.OneMessage("message-workflow")),
            new Console(new PrintStream(new ByteArrayOutputStream()), false),
            Clock.systemUTC())
        .run();
  }

  private static String launch(int recipients) {
    // An answer may be lost with the process that waited for it.
    return launch(definition("survivors", csv(recipients), Map.of("unknown_deadline", "PT60S")));
  }

  private static String launch(String name, String csv, Map<String, Object> more) {
    return launch(definition(name, csv, more));
  }

  private static String launch(Map<String, Object> definition) {
    String campaign = api.post("/campaigns", definition).path("id").asString();
    api.post("/campaigns/" + campaign + "/launch", Map.of());
    return campaign;
  }

  private static Map<String, Object> definition(String name, String csv, Map<String, Object> more) {
    JsonNode audience =
        api.upload(
            "/audiences?name=" + name + "&consent_source=form", BodyPublishers.ofString(csv));
    Map<String, Object> request = new HashMap<>(more);
    request.put("name", name);
    request.put("channel_id", api.get("/channels").path("data").path(0).path("id").asString());
    request.put("audience_id", audience.path("id").asString());
    request.put("template", Map.of("name", "spring_sale", "language", "en_US"));
    request.put("variables", Map.of("1", "{{name}}"));
    request.put("marketing_cap_retries", 0);
    return request;
  }

  private static void awaitAccepted(String campaign, long count) {
    Awaitility.await(count + " accepted messages")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(LauncherException.class)
        .until(
            () ->
                api.get("/campaigns/" + campaign).path("counts").path("accepted").asLong()
                    >= count);
  }

  private static String status(String campaign) {
    return api.get("/campaigns/" + campaign).path("status").asString();
  }

  private static void behave(String more) {
    simulator.put(
        "/_simulator/behaviour?mode=replace",
        JsonMapper.shared().readTree("{" + QUICK + ", " + more + "}"));
  }

  private People people(int count) {
    try {
      Path file = folder.resolve("people-" + count + ".csv");
      Files.writeString(file, csv(count));
      return new People.CsvFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String csv(int count) {
    StringBuilder csv = new StringBuilder("phone,name\n");
    IntStream.range(0, count).forEach(n -> csv.append(phone(n)).append(",Ann\n"));
    return csv.toString();
  }

  private static String phone(int number) {
    return "+49151%08d".formatted(10_000_000 + number);
  }

  private static List<JsonNode> messages(String campaign, String filter) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page = api.get("/campaigns/" + campaign + "/messages?limit=500" + filter + cursor);
      page.path("data").forEach(all::add);
      if (page.path("next_cursor").isNull()) {
        return all;
      }
      cursor = "&cursor=" + page.path("next_cursor").asString();
    }
  }

  private static Map<Long, String> rejected(String audience) {
    Map<Long, String> rows = new HashMap<>();
    api.get("/audiences/" + audience + "/rejected?limit=500")
        .path("data")
        .forEach(row -> rows.put(row.path("line").asLong(), row.path("reason").asString()));
    return rows;
  }

  /** The activities of a message's history with their summaries, as the Temporal UI shows them. */
  private static List<String> activities(String message) {
    String history =
        temporal("workflow", "show", "--workflow-id", "message/" + message, "--output", "json");
    List<String> activities = new ArrayList<>();
    for (JsonNode event : JsonMapper.shared().readTree(history).path("events")) {
      JsonNode activity = event.path("activityTaskScheduledEventAttributes");
      if (activity.isObject()) {
        String summary = event.path("userMetadata").path("summary").path("data").asString();
        activities.add(
            activity.path("activityType").path("name").asString()
                + ": "
                + new String(Base64.getDecoder().decode(summary), StandardCharsets.UTF_8));
      }
    }
    return activities;
  }

  private static Set<String> temporalList(String query) {
    Set<String> ids = new TreeSet<>();
    JsonMapper.shared()
        .readTree(temporal("workflow", "list", "--query", query, "--output", "json"))
        .forEach(workflow -> ids.add(workflow.path("execution").path("workflowId").asString()));
    return ids;
  }

  private static String temporal(String... arguments) {
    List<String> command = new ArrayList<>(List.of(cli));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--address", stack.temporalAddress()));
    return output(new ProcessBuilder(command));
  }

  private static String output(ProcessBuilder command) {
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(String.join(" ", command.command())).isZero();
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
