package dev.whatsway.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoReportTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String REPORT =
      """
      {"planned": 10, "accepted": 6, "sent": 1, "delivered": 2, "read": 3, "clicked": 1,
       "replied": 0, "failed": 2, "skipped": 1, "unknown": 1, "expired": 0, "canceled": 0,
       "fallbacks": 2, "routes": {"marketing_messages": 4, "cloud": 2}, "rejected_rows": 3,
       "reached": {"accepted": 8, "sent": 6, "delivered": 5, "read": 3},
       "failures": [{"code": 131026, "title": "Message undeliverable", "count": 2}],
       "skipped_by_reason": {"no-consent": 1},
       "elapsed_seconds": 12.5, "messages_per_second": 0.64}
      """;

  private static final String JOURNEY =
      """
      {"people": {"all": 10, "planned": 0, "active": 1, "ended": 9, "goal": 0},
       "ended": {"exit": 2, "completed": 7},
       "steps": [
         {"id": "welcome", "type": "send", "entered": 10, "here": 0, "accepted": 8, "sent": 6,
          "delivered": 5, "read": 3, "clicked": 1, "replied": 0, "failed": 2},
         {"id": "read", "type": "wait_for", "entered": 8, "here": 1, "accepted": 0, "sent": 0,
          "delivered": 0, "read": 0, "clicked": 0, "replied": 0, "failed": 0}],
       "splits": [{"step": "reminder", "arms": [
         {"name": "A", "entered": 4, "accepted": 4, "read": 2, "clicked": 0, "replied": 0},
         {"name": "B", "entered": 3, "accepted": 3, "read": 1, "clicked": 0, "replied": 0}]}]}
      """;

  @TempDir Path folder;

  @Test
  void a_campaign_is_good_when_all_is_accounted_for_and_nothing_went_twice() {
    assertThat(report("completed", REPORT, 0).good()).isTrue();
  }

  @Test
  void a_duplicate_is_not_good() {
    assertThat(report("completed", REPORT, 1).good()).isFalse();
  }

  @Test
  void a_lost_message_is_not_good() {
    assertThat(report("completed", REPORT.replace("10", "11"), 0).good()).isFalse();
  }

  @Test
  void a_campaign_that_did_not_complete_is_not_good() {
    assertThat(report("failed", REPORT, 0).good()).isFalse();
  }

  @Test
  void the_json_holds_the_agreed_fields() {
    Path file = folder.resolve("report.json");
    report("completed", REPORT, 0).write(file);

    JsonNode json = JSON.readTree(file.toFile());
    assertThat(json.propertyNames())
        .contains(
            "planned",
            "accepted",
            "sent",
            "delivered",
            "read",
            "clicked",
            "replied",
            "failed",
            "skipped",
            "unknown",
            "expired",
            "canceled",
            "fallbacks",
            "routes",
            "rejected_rows",
            "simulator",
            "elapsed_seconds",
            "messages_per_second",
            "journey");
    assertThat(json.path("journey").isNull()).isTrue();
    assertThat(json.path("accepted").asLong()).isEqualTo(6);
    assertThat(json.path("routes").path("cloud").asLong()).isEqualTo(2);
    assertThat(json.path("simulator").path("accepted_sends").asLong()).isEqualTo(8);
    assertThat(json.path("simulator").path("duplicate_sends").asLong()).isZero();
    assertThat(json.path("elapsed_seconds").asDouble()).isEqualTo(12.5);
  }

  @Test
  void the_text_shows_funnel_failures_and_both_counts() {
    assertThat(printed(report("completed", REPORT, 0)))
        .containsPattern("accepted +8 +80\\.0 %")
        .containsPattern("read +3 +30\\.0 %")
        .contains("4 by the Marketing Messages API, 2 by Cloud API; 2 fell back")
        .containsPattern("2  131026 Message undeliverable")
        .containsPattern("1  no-consent")
        .contains("line 4: too short")
        .contains("Every message accounted for: yes")
        .contains("8 sends accepted (ours: 8), 0 duplicates");
  }

  @Test
  void a_journey_has_its_funnel_in_text_and_json() {
    String whole = REPORT.strip().replaceFirst("}$", ", \"journey\": " + JOURNEY + "}");
    Path file = folder.resolve("journey.json");
    report("completed", whole, 0).write(file);
    assertThat(JSON.readTree(file.toFile()).path("journey")).isEqualTo(JSON.readTree(JOURNEY));

    assertThat(printed(report("completed", whole, 0)))
        .contains("10 people, 9 of them through it: 2 exit, 7 completed\n")
        .containsPattern("10  welcome +accepted 8, read 3, clicked 1, failed 2\n")
        .containsPattern("8  read\n")
        .containsPattern("4  reminder A +accepted 4, read 2\n")
        .containsPattern("3  reminder B +accepted 3, read 1\n")
        .contains("1 opened, 0 led nowhere")
        .contains("One journey  http://ui/way");
    assertThat(printed(report("completed", REPORT, 0))).doesNotContain("Journey");
  }

  @Test
  void a_journeys_progress_is_that_of_its_people() {
    JsonNode counts = JSON.readTree("{\"planned\": 12, \"queued\": 3, \"read\": 4}");

    assertThat(ProgressBar.text("running", counts, null)).contains("] 9/12 running  queued 3");
    assertThat(ProgressBar.text("running", counts, JSON.readTree(JOURNEY)))
        .contains("[###########################...] 9/10 running  messages 12  queued 3  read 4");
  }

  private static String printed(DemoReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.print(
        new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false), "http://api");
    return out.toString(StandardCharsets.UTF_8);
  }

  private static DemoReport report(String status, String report, int duplicates) {
    return new DemoReport(
        JSON.readTree("{\"id\": \"c\", \"name\": \"Sale\", \"status\": \"" + status + "\"}"),
        JSON.readTree(report),
        JSON.createObjectNode(),
        List.of("line 4: too short"),
        JSON.readTree(
            "{\"accepted_sends\": 8, \"duplicate_sends\": %d, \"links\": {\"opened\": 1, \"failed\": 0}}"
                .formatted(duplicates)),
        null,
        JSON.readTree("{\"workflow_url\": \"http://ui/way\"}"));
  }
}
