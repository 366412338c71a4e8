package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.SlowStatements.Slow;
import dev.whatsway.launcher.bench.TemporalView.Run;
import dev.whatsway.launcher.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the same campaigns took to ever more people.
 *
 * @param sizes at least one, the least people first
 */
public record GrowthResult(List<Size> sizes) implements BenchResult {

  static final double MOST_RATIO = 1.2;
  static final long MOST_HEAP = 512 * Heap.MEGABYTE;
  static final long MOST_EVENTS = 4_096;

  private static final String AT_MOST = "at most ";

  /**
   * What campaigns to so many people took; times are seconds, since the launch but for the import.
   *
   * @param planned until everybody had been looked at
   * @param accepted until every message was accepted
   * @param read until every message's three statuses were in effect
   * @param heap of the workers, import included
   * @param tableBytes after it, indexes included, with the rows of the sizes before
   * @param longest the run of one of their workflows that has the most events
   * @param slow statements beyond {@link SlowStatements#LIMIT_MILLIS}, by what went on
   * @param cpu what {@link CpuTimes} tells
   */
  record Size(
      long recipients,
      double imported,
      double planned,
      double accepted,
      double read,
      Heap heap,
      Map<String, Long> tableBytes,
      Run longest,
      Map<String, List<Slow>> slow,
      Map<String, Object> cpu) {

    double secondsPerThousand() {
      return read * 1_000 / recipients;
    }
  }

  /** Returns what a person took among the most people, divided by that among the least. */
  public double ratio() {
    return most().secondsPerThousand() / least().secondsPerThousand();
  }

  @Override
  public List<Verdict> verdicts() {
    long limit = sizes.stream().mapToLong(size -> size.heap().limit()).max().orElseThrow();
    long events = sizes.stream().mapToLong(size -> size.longest().events()).max().orElseThrow();
    return List.of(
        new Verdict(
            "growth, time a person",
            perThousand(most()),
            perThousand(least()),
            number(ratio()),
            AT_MOST + number(MOST_RATIO),
            ratio() <= MOST_RATIO),
        new Verdict(
            "growth, workers' heap limit",
            limit / Heap.MEGABYTE + " MB",
            "",
            "",
            AT_MOST + MOST_HEAP / Heap.MEGABYTE + " MB",
            limit > 0 && limit <= MOST_HEAP),
        new Verdict(
            "growth, longest history",
            events + " events",
            "",
            "",
            AT_MOST + MOST_EVENTS,
            events > 0 && events <= MOST_EVENTS));
  }

  @Override
  public List<Plot> plots() {
    return List.of(GrowthPlot.of(this));
  }

  @Override
  public void print(Console console) {
    for (Size size : sizes) {
      console.line("");
      console.line(String.format(Locale.ROOT, "growth, %,d recipients", size.recipients()));
      console.line("  import                   " + seconds(size.imported()));
      console.line("  plan                     " + seconds(size.planned()));
      console.line("  all accepted             " + seconds(size.accepted()));
      console.line("  all read                 " + seconds(size.read()));
      console.line(
          String.format(
              Locale.ROOT, "  for 1,000 recipients     %.3f s", size.secondsPerThousand()));
      console.line("  workers' heap            " + size.heap());
      console.line("  tables                   " + tables(size.tableBytes()));
      console.line(
          "  longest history          %d events, %s"
              .formatted(size.longest().events(), size.longest().workflowId()));
      size.slow().forEach((phase, slow) -> SlowStatements.print(console, phase, slow));
    }
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sizes", sizes.stream().map(GrowthResult::json).toList());
    json.put("ratio", ratio());
    json.put("goal", MOST_RATIO);
    json.put("verdicts", verdicts());
    return json;
  }

  private static Map<String, Object> json(Size size) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipients", size.recipients());
    json.put("import_seconds", size.imported());
    json.put("plan_seconds", size.planned());
    json.put("accepted_seconds", size.accepted());
    json.put("read_seconds", size.read());
    json.put("seconds_per_1000_recipients", size.secondsPerThousand());
    json.put("workers_heap_bytes", size.heap().json());
    json.put("table_bytes", size.tableBytes());
    json.put("longest_history", size.longest());
    json.put("slow_statements", size.slow());
    json.put("campaigns", size.cpu());
    return json;
  }

  private Size least() {
    return sizes.get(0);
  }

  private Size most() {
    return sizes.get(sizes.size() - 1);
  }

  private static String perThousand(Size size) {
    return String.format(
        Locale.ROOT, "%.3f s/1,000 of %,d", size.secondsPerThousand(), size.recipients());
  }

  private static String tables(Map<String, Long> bytes) {
    return bytes.entrySet().stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s %.1f MB",
                    each.getKey(),
                    each.getValue() / (double) Heap.MEGABYTE))
        .collect(Collectors.joining(", "));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
