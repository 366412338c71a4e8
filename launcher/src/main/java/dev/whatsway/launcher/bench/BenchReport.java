package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.SlowStatements.Slow;
import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one campaign took.
 *
 * @param sendingTime from the end of the plan to the close, or to the end of the time it was given
 * @param peakPerSecond most sends in one second, counted by the simulator
 * @param slow statements of the whole run beyond {@link SlowStatements#LIMIT_MILLIS}
 */
public record BenchReport(
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
    long heapLimit,
    long heapMostUsed,
    long heapMostLive,
    List<Slow> slow) {

  private static final long MEGABYTE = 1_048_576;

  /** Prints it for a person. */
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
      console.line("  canceled in              " + Console.seconds(cancelTime));
    }
    console.line(
        "  workers' heap            %d MB at most, %d MB of it live, of %d MB"
            .formatted(heapMostUsed / MEGABYTE, heapMostLive / MEGABYTE, heapLimit / MEGABYTE));
    console.line(
        "  statements over %d ms    %d"
            .formatted(SlowStatements.LIMIT_MILLIS, slow.stream().mapToLong(Slow::times).sum()));
    slow.forEach(
        each ->
            console.line(
                String.format(
                    Locale.ROOT,
                    "    %7.1f ms  %5d times  %s",
                    each.longestMillis(),
                    each.times(),
                    each.text())));
  }

  /** Writes it as JSON. */
  public void write(Path file) {
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
    json.put(
        "workers_heap_bytes",
        Map.of("limit", heapLimit, "most_used", heapMostUsed, "most_live", heapMostLive));
    json.put(
        "slow_statements",
        slow.stream()
            .map(
                each ->
                    Map.of(
                        "statement", each.text(),
                        "times", each.times(),
                        "longest_ms", each.longestMillis()))
            .toList());
    try {
      Files.writeString(
          file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rate(long count, Duration time) {
    return String.format(
        Locale.ROOT, "%s  (%d, %.0f/s)", Console.seconds(time), count, count / seconds(time));
  }

  private static double seconds(Duration time) {
    return Math.max(time.toMillis(), 1) / 1_000.0;
  }
}
