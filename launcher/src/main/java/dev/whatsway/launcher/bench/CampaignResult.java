package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.SlowStatements.Slow;
import dev.whatsway.launcher.console.Console;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one campaign took.
 *
 * @param sendingTime from the end of the plan to the close, or to the end of the time it was given
 * @param peakPerSecond most sends in one second, counted by the simulator
 * @param slow statements beyond {@link SlowStatements#LIMIT_MILLIS}, by what went on
 */
public record CampaignResult(
    String mode,
    long recipients,
    Duration importTime,
    Duration planTime,
    Duration sendingTime,
    long accepted,
    long duplicates,
    long peakPerSecond,
    boolean canceled,
    Duration cancelTime,
    Heap heap,
    Map<String, List<Slow>> slow)
    implements BenchResult {

  @Override
  public void print(Console console) {
    console.line("");
    console.line("  mode                     " + mode);
    console.line("  processors               " + Runtime.getRuntime().availableProcessors());
    console.line("  recipients               " + recipients);
    console.line("  import                   " + rate(recipients, importTime));
    console.line("  plan                     " + rate(recipients, planTime));
    console.line("  accepted by Meta         " + rate(accepted, sendingTime));
    console.line("  most in one second       " + peakPerSecond);
    console.line("  sent twice               " + duplicates);
    if (canceled) {
      console.line("  cancel answered after    " + Console.seconds(cancelTime));
    }
    console.line("  workers' heap            " + heap);
    slow.forEach((phase, statements) -> SlowStatements.print(console, phase, statements));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mode", mode);
    json.put("recipients", recipients);
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("import_seconds", seconds(importTime));
    json.put("plan_seconds", seconds(planTime));
    json.put("sending_seconds", seconds(sendingTime));
    json.put("accepted", accepted);
    json.put("duplicate_sends", duplicates);
    json.put("peak_per_second", peakPerSecond);
    json.put("canceled", canceled);
    json.put("cancel_seconds", seconds(cancelTime));
    json.put("workers_heap_bytes", heap.json());
    json.put("slow_statements", slow);
    return json;
  }

  private static String rate(long count, Duration time) {
    return String.format(
        Locale.ROOT, "%s  (%d, %.0f/s)", Console.seconds(time), count, count / seconds(time));
  }

  private static double seconds(Duration time) {
    return Math.max(time.toMillis(), 1) / 1_000.0;
  }
}
