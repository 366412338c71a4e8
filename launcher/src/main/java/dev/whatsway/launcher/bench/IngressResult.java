package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast webhooks were acknowledged, phase by phase.
 *
 * @param perSecond events that the load script sent, one a POST
 */
public record IngressResult(int perSecond, List<Phase> phases) implements BenchResult {

  /**
   * What was measured while something was so.
   *
   * @param campaignPerSecond messages that the campaign sent meanwhile
   * @param simulatorPerSecond webhook events that the simulator sent meanwhile, on top
   */
  public record Phase(
      String name, Latencies latencies, double campaignPerSecond, double simulatorPerSecond) {}

  @Override
  public void print(Console console) {
    console.line("");
    console.line(
        "Webhooks acknowledged, at "
            + perSecond
            + " events a second, one a POST (Meta: median 250 ms, 99 % within 1 s):");
    for (Phase phase : phases) {
      Latencies latencies = phase.latencies();
      console.line(
          String.format(
              Locale.ROOT,
              "  %-28s %6d events, %d not 200; median %.0f ms, 99 %% %.0f ms, longest %.0f ms; beside %.0f messages/s and %.0f events/s of theirs",
              phase.name(),
              latencies.count(),
              latencies.refused(),
              latencies.percentileMillis(50),
              latencies.percentileMillis(99),
              latencies.percentileMillis(100),
              phase.campaignPerSecond(),
              phase.simulatorPerSecond()));
    }
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("events_per_second", perSecond);
    for (Phase phase : phases) {
      Latencies latencies = phase.latencies();
      json.put(
          phase.name(),
          Map.of(
              "events", latencies.count(),
              "not_200", latencies.refused(),
              "median_ms", latencies.percentileMillis(50),
              "p99_ms", latencies.percentileMillis(99),
              "longest_ms", latencies.percentileMillis(100),
              "campaign_messages_per_second", phase.campaignPerSecond(),
              "simulator_events_per_second", phase.simulatorPerSecond()));
    }
    return json;
  }
}
