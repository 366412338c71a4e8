package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the same requests took directly and through the gateway, phase by phase.
 *
 * @param perSecond requests a second, to each of the two
 * @param simulatorMillis what the simulator waits before each answer
 */
public record GatewayResult(int perSecond, int simulatorMillis, List<Phase> phases)
    implements BenchResult {

  /**
   * One kind of message.
   *
   * @param accepted sends that the simulator accepted meanwhile: one for each answer of 200, or a
   *     message was sent twice or never
   */
  public record Phase(String name, Latencies direct, Latencies gateway, long accepted) {

    /** Milliseconds between the percentiles, which is what a client notices. */
    double added(int percent) {
      return gateway.percentileMillis(percent) - direct.percentileMillis(percent);
    }
  }

  @Override
  public void print(Console console) {
    console.line("");
    console.line(
        "Added by the gateway, at %d requests a second directly and as many through it, by turns; the simulator answers after %d ms:"
            .formatted(perSecond, simulatorMillis));
    for (Phase phase : phases) {
      console.line(
          String.format(
              Locale.ROOT,
              "  %-20s added: median %.1f ms, 99 %% %.1f ms; %d sends accepted",
              phase.name(),
              phase.added(50),
              phase.added(99),
              phase.accepted()));
      console.line("    directly: " + line(phase.direct()));
      console.line("    gateway:  " + line(phase.gateway()));
    }
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requests_per_second", perSecond);
    json.put("simulator_ms", simulatorMillis);
    for (Phase phase : phases) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("added_median_ms", phase.added(50));
      fields.put("added_p99_ms", phase.added(99));
      fields.put("direct", fields(phase.direct()));
      fields.put("gateway", fields(phase.gateway()));
      fields.put("accepted_by_simulator", phase.accepted());
      json.put(phase.name(), fields);
    }
    return json;
  }

  private static String line(Latencies latencies) {
    return String.format(
        Locale.ROOT,
        "%d requests, %d not 200; median %.1f ms, 99 %% %.1f ms, longest %.1f ms",
        latencies.count(),
        latencies.refused(),
        latencies.percentileMillis(50),
        latencies.percentileMillis(99),
        latencies.percentileMillis(100));
  }

  private static Map<String, Object> fields(Latencies latencies) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("requests", latencies.count());
    fields.put("not_200", latencies.refused());
    fields.put("median_ms", latencies.percentileMillis(50));
    fields.put("p99_ms", latencies.percentileMillis(99));
    fields.put("longest_ms", latencies.percentileMillis(100));
    return fields;
  }
}
