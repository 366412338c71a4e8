package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.Offer;
import dev.whatsway.launcher.demo.People;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ten thousand webhooks for messages with and without workflows, while Temporal does not answer.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class WebhookOutageTest {

  private static final int WITH_WORKFLOWS = 300;
  private static final int LEDGER = 3_034;

  /** Sent, delivered, read. */
  private static final int STATUSES = 3;

  private static final String BEHAVIOUR =
      """
      {"latency_ms": {"min": 1, "max": 5}, "throughput": {"per_second": 1000, "burst": 1000},
       "webhook_delays_ms": {"sent": {"min": 1, "max": 10}, "delivered": {"min": 1, "max": 10},
                             "read": {"min": 1, "max": 10}}}
      """;

  @TempDir static Path folder;

  @Test
  void tenThousandWebhooksSentWhileTemporalIsDownAreInEffectWithinAMinuteOfItsReturn()
      throws Exception {
    try (RunningStack stack = RunningStack.start(folder)) {
      ApiClient api = stack.api();
      ApiClient simulator = stack.simulator();
      simulator.put("/_simulator/behaviour?mode=replace", JsonMapper.shared().readTree(BEHAVIOUR));
      makeChannelAndTemplate(stack);
      JsonNode channel = api.get("/channels").path("data").path(0);
      api.patch("/channels/" + channel.path("id").asString(), Map.of("throughput", 1_000));

      simulator.post("/_simulator/webhooks/pause", Map.of());
      String ledger = launch(api, channel, "ledger", 0, LEDGER);
      String workflows = launch(api, channel, "message-workflow", LEDGER, WITH_WORKFLOWS);
      awaitCompleted(api, ledger);
      awaitCompleted(api, workflows);

      long before = delivered(simulator);
      stack.freeze("temporal");
      simulator.post("/_simulator/webhooks/resume", Map.of());
      int all = STATUSES * (LEDGER + WITH_WORKFLOWS);
      assertThat(all).isGreaterThanOrEqualTo(10_000);
      Awaitility.await("every webhook to be acknowledged")
          .atMost(Duration.ofMinutes(2))
          .until(() -> delivered(simulator) - before == all);

      stack.thaw("temporal");
      long back = System.nanoTime();
      Awaitility.await("every webhook to be in effect")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () ->
                  read(api, ledger) == LEDGER
                      && read(api, workflows) == WITH_WORKFLOWS
                      && workflowsThatSayRead(stack, workflows) == WITH_WORKFLOWS);
      System.out.printf(
          "%,d webhooks, sent while Temporal was down, in effect %.1f s after its return%n",
          all, (System.nanoTime() - back) / 1e9);
    }
  }

  private static void makeChannelAndTemplate(RunningStack stack) throws IOException {
    Path one = Files.writeString(folder.resolve("one.csv"), "phone,name\n+4915120999999,One\n");
    new DemoRun(
            stack.api(),
            stack.simulator(),
            new DemoRun.Options(
                stack.simulatorUrl(),
                "simulator-app-secret",
                new People.CsvFile(one),
                "form",
                new Offer.OneMessage("ledger")),
            new Console(new PrintStream(new ByteArrayOutputStream()), false),
            Clock.systemUTC())
        .run();
  }

  private static String launch(
      ApiClient api, JsonNode channel, String tracking, int first, int count) {
    StringBuilder csv = new StringBuilder("phone,name\n");
    for (int person = first; person < first + count; person++) {
      csv.append("+4915120%06d,Person %d\n".formatted(person, person));
    }
    JsonNode audience =
        api.upload(
            "/audiences?name=outage&consent_source=form", BodyPublishers.ofString(csv.toString()));
    String campaign =
        api.post(
                "/campaigns",
                Map.of(
                    "name",
                    "Outage " + tracking,
                    "channel_id",
                    channel.path("id").asString(),
                    "audience_id",
                    audience.path("id").asString(),
                    "template",
                    Map.of("name", "spring_sale", "language", "en_US"),
                    "variables",
                    Map.of("1", "{{name}}"),
                    "marketing_cap_retries",
                    0,
                    "tracking",
                    tracking))
            .path("id")
            .asString();
    api.post("/campaigns/" + campaign + "/launch", Map.of());
    return campaign;
  }

  private static void awaitCompleted(ApiClient api, String campaign) {
    Awaitility.await("the campaign to end")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> api.get("/campaigns/" + campaign).path("status").asString().equals("completed"));
  }

  private static long delivered(ApiClient simulator) {
    return simulator.get("/_simulator/summary").path("webhooks").path("delivered").asLong();
  }

  private static long read(ApiClient api, String campaign) {
    return api.get("/campaigns/" + campaign + "/report").path("read").asLong();
  }

  /** Asks as an operator would. */
  private static long workflowsThatSayRead(RunningStack stack, String campaign) throws Exception {
    String cli = output(TestClassPath.java("dev.whatsway.launcher.Whatsway", "temporal-cli"));
    String answer =
        output(
            new ProcessBuilder(
                cli.strip(),
                "workflow",
                "count",
                "--address",
                stack.temporalAddress(),
                "--query",
                "CampaignId=\"" + campaign + "\" AND MessageStatus=\"read\"",
                "-o",
                "json"));
    return JsonMapper.shared().readTree(answer).path("count").asLong();
  }

  private static String output(ProcessBuilder command) throws Exception {
    Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
