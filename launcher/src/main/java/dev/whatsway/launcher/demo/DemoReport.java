package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a demo campaign.
 *
 * @param campaign the campaign as the API shows it
 * @param report the API's report of it
 * @param rejectedExamples the first rejected rows, for people
 * @param simulator the simulator's own account of this campaign's sends
 * @param example a message worth looking at, or null when there is none
 * @param way somebody's journey, or null when there is none
 */
public record DemoReport(
    JsonNode campaign,
    JsonNode report,
    JsonNode audience,
    List<String> rejectedExamples,
    JsonNode simulator,
    @Nullable JsonNode example,
    @Nullable JsonNode way) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final List<String> NUMBERS =
      List.of(
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
          "fallbacks");

  /** The terms of the conservation law: each planned message is in exactly one. */
  private static final List<String> OUTCOMES =
      List.of("accepted", "failed", "skipped", "unknown", "expired", "canceled");

  /** True when the campaign came to its end, every message is accounted for and none went twice. */
  public boolean good() {
    return campaign.path("status").asString().equals("completed")
        && conserved()
        && duplicates() == 0;
  }

  boolean conserved() {
    long outcomes = OUTCOMES.stream().mapToLong(this::count).sum();
    return count("planned") == outcomes;
  }

  long duplicates() {
    return simulator.path("duplicate_sends").asLong();
  }

  /** JSON's null for a campaign of one message. */
  private JsonNode journey() {
    JsonNode journey = report.path("journey");
    return journey.isObject() ? journey : JSON.nullNode();
  }

  private long count(String name) {
    return report.path(name).asLong();
  }

  /** Writes the report as JSON. */
  public void write(Path file) {
    ObjectNode json = JSON.createObjectNode();
    NUMBERS.forEach(name -> json.put(name, count(name)));
    json.set("routes", report.path("routes"));
    json.put("rejected_rows", count("rejected_rows"));
    json.putObject("simulator")
        .put("accepted_sends", simulator.path("accepted_sends").asLong())
        .put("duplicate_sends", duplicates());
    json.set("elapsed_seconds", report.path("elapsed_seconds"));
    json.set("messages_per_second", report.path("messages_per_second"));
    json.put("campaign_id", campaign.path("id").asString());
    json.put("conserved", conserved());
    json.set("failures", report.path("failures"));
    json.set("skipped_by_reason", report.path("skipped_by_reason"));
    json.set("journey", journey());
    try {
      Files.writeString(file, JSON.writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the report for people. */
  public void print(Console console, String apiUrl) {
    console.line("");
    console.line(
        "Campaign %s: %s after %.1f s, %.1f messages/s"
            .formatted(
                campaign.path("name").asString(),
                campaign.path("status").asString(),
                report.path("elapsed_seconds").asDouble(),
                report.path("messages_per_second").asDouble()));
    JsonNode reason = campaign.path("status_reason");
    if (reason.isString()) {
      console.line("  " + reason.asString());
    }
    console.line("");
    funnel(console);
    console.line("");
    outcomes(console);
    console.line("");
    if (journey().isObject()) {
      new JourneyFunnel(journey(), simulator.path("links")).print(console);
      console.line("");
    }
    truth(console);
    console.line("");
    links(console, apiUrl);
  }

  private void funnel(Console console) {
    JsonNode reached = report.path("reached");
    long planned = count("planned");
    bar(console, "planned", planned, planned);
    for (String step : List.of("accepted", "sent", "delivered", "read")) {
      bar(console, step, reached.path(step).asLong(), planned);
    }
    bar(console, "clicked", count("clicked"), planned);
    bar(console, "replied", count("replied"), planned);
  }

  private static void bar(Console console, String step, long count, long planned) {
    int width = planned == 0 ? 0 : (int) Math.round(40.0 * count / planned);
    console.line(
        String.format(
            Locale.ROOT,
            "  %-10s %7d  %5.1f %%  %s",
            step,
            count,
            planned == 0 ? 0 : 100.0 * count / planned,
            "#".repeat(width)));
  }

  private void outcomes(Console console) {
    console.line(
        "  Routes     %d by the Marketing Messages API, %d by Cloud API; %d fell back"
            .formatted(
                report.path("routes").path("marketing_messages").asLong(),
                report.path("routes").path("cloud").asLong(),
                count("fallbacks")));
    console.line("  Failed     " + count("failed"));
    for (JsonNode failure : report.path("failures")) {
      console.line(
          "             %5d  %d %s"
              .formatted(
                  failure.path("count").asLong(),
                  failure.path("code").asLong(),
                  failure.path("title").asString()));
    }
    console.line("  Skipped    " + count("skipped"));
    report
        .path("skipped_by_reason")
        .properties()
        .forEach(
            entry ->
                console.line(
                    "             %5d  %s".formatted(entry.getValue().asLong(), entry.getKey())));
    console.line(
        "  Rejected   %d rows of the file were never planned".formatted(count("rejected_rows")));
    rejectedExamples.forEach(row -> console.line("             " + row));
  }

  private void truth(Console console) {
    console.line(
        "  Every message accounted for: %s (%d planned = %d accepted + %d failed + %d skipped + %d unknown + %d expired + %d canceled)"
            .formatted(
                conserved() ? "yes" : "NO",
                count("planned"),
                count("accepted"),
                count("failed"),
                count("skipped"),
                count("unknown"),
                count("expired"),
                count("canceled")));
    console.line(
        "  The simulator's own count: %d sends accepted (ours: %d), %d duplicates"
            .formatted(
                simulator.path("accepted_sends").asLong(),
                report.path("reached").path("accepted").asLong(),
                duplicates()));
  }

  private void links(Console console, String apiUrl) {
    console.line(
        "  Report       "
            + apiUrl
            + "/api/v1/campaigns/"
            + campaign.path("id").asString()
            + "/report");
    console.line("  Temporal UI  " + campaign.path("temporal_ui_url").asString());
    console.line("  Campaign     " + campaign.path("workflow_url").asString());
    if (example != null && example.path("workflow_url").isString()) {
      console.line(
          "  One message  "
              + example.path("workflow_url").asString()
              + (example.path("fell_back").asBoolean() ? "   (it fell back to Cloud)" : ""));
    }
    if (way != null) {
      console.line("  One journey  " + way.path("workflow_url").asString());
    }
  }
}
