package dev.whatsway.launcher.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much of the processors each process takes. A process counts with its children: PostgreSQL has
 * one for each connection. What a child took that has ended meanwhile is not seen.
 */
final class CpuTimes {

  private static final String BENCH = "bench";

  private final Map<String, Long> pids;
  private final Map<String, Duration> before;

  private CpuTimes(Map<String, Long> pids) {
    this.pids = new LinkedHashMap<>(pids);
    this.before = new LinkedHashMap<>();
    this.pids.forEach((name, pid) -> before.put(name, taken(pid)));
    before.put(BENCH, alone(ProcessHandle.current()));
  }

  /**
   * Begins to count.
   *
   * @param pids by name
   */
  static CpuTimes begin(Map<String, Long> pids) {
    return new CpuTimes(pids);
  }

  /**
   * Returns what a turn tells of itself: {@code seconds}, {@code cpu_seconds} by process, and how
   * much of all processors the simulator took, which should be little: its cost is nobody's.
   *
   * @param seconds how long the turn took
   */
  Map<String, Object> details(double seconds) {
    Map<String, Double> taken = seconds();
    int processors = Runtime.getRuntime().availableProcessors();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("seconds", seconds);
    details.put("cpu_seconds", taken);
    details.put(
        "simulator_share_of_processors",
        taken.getOrDefault("simulator", 0.0) / (seconds * processors));
    return details;
  }

  /** Returns the CPU seconds since the beginning by process; this process is {@value #BENCH}. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    pids.forEach((name, pid) -> seconds.put(name, since(name, taken(pid))));
    seconds.put(BENCH, since(BENCH, alone(ProcessHandle.current())));
    return seconds;
  }

  private double since(String name, Duration now) {
    Duration then = before.getOrDefault(name, Duration.ZERO);
    return Math.max(now.minus(then).toMillis(), 0) / 1_000.0;
  }

  private static Duration taken(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(CpuTimes::alone)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration alone(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
