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
            "messages_per_second");
    assertThat(json.path("accepted").asLong()).isEqualTo(6);
    assertThat(json.path("routes").path("cloud").asLong()).isEqualTo(2);
    assertThat(json.path("simulator").path("accepted_sends").asLong()).isEqualTo(8);
    assertThat(json.path("simulator").path("duplicate_sends").asLong()).isZero();
    assertThat(json.path("elapsed_seconds").asDouble()).isEqualTo(12.5);
  }

  @Test
  void the_text_shows_funnel_failures_and_both_counts() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report("completed", REPORT, 0)
        .print(
            new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false), "http://api");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("accepted +8 +80\\.0 %")
        .containsPattern("read +3 +30\\.0 %")
        .contains("4 by the Marketing Messages API, 2 by Cloud API; 2 fell back")
        .containsPattern("2  131026 Message undeliverable")
        .containsPattern("1  no-consent")
        .contains("line 4: too short")
        .contains("Every message accounted for: yes")
        .contains("8 sends accepted (ours: 8), 0 duplicates");
  }

  private static DemoReport report(String status, String report, int duplicates) {
    return new DemoReport(
        JSON.readTree("{\"id\": \"c\", \"name\": \"Sale\", \"status\": \"" + status + "\"}"),
        JSON.readTree(report),
        JSON.createObjectNode(),
        List.of("line 4: too short"),
        JSON.readTree("{\"accepted_sends\": 8, \"duplicate_sends\": " + duplicates + "}"),
        null);
  }
}
