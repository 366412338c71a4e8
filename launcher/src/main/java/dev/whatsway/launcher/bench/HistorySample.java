package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.TemporalView.History;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/** The histories of some messages' workflows. */
record HistorySample(double events, double signals) {

  private static final int SIZE = 50;

  /** Returns the ordinals to look at, evenly over all messages. */
  static LongStream ordinals(long messages) {
    long size = Math.min(SIZE, messages);
    return LongStream.range(0, size).map(index -> index * messages / size);
  }

  /** Takes the medians. */
  static HistorySample of(TemporalView temporal, List<String> workflowIds) {
    List<History> histories = workflowIds.stream().map(temporal::history).toList();
    return new HistorySample(
        median(histories, History::events), median(histories, History::signals));
  }

  Map<String, Object> json() {
    return Map.of("events", events, "signals", signals);
  }

  private static double median(List<History> histories, ToIntFunction<History> what) {
    return Spread.of(histories.stream().map(each -> (double) what.applyAsInt(each)).toList())
        .median();
  }
}
