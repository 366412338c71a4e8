package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.util.List;
import java.util.Map;

/** What a case of the bench has measured. */
public sealed interface BenchResult
    permits CampaignResult, Comparison, CostsResult, GatewayResult, GrowthResult, IngressResult {

  /** Prints it for a person. */
  void print(Console console);

  /** Returns it as the fields of a JSON object; durations in seconds or as their names say. */
  Map<String, Object> json();

  /** Returns what became of its goals; none where it has none. */
  default List<Verdict> verdicts() {
    return List.of();
  }

  /** Returns what can be drawn of it. */
  default List<Plot> plots() {
    return List.of();
  }
}
