package dev.whatsway.launcher.bench;

import java.util.Arrays;

/**
 * How long calls took, each from the time it was due, so that a stall counts for all it held up.
 */
final class Latencies {

  private final long[] sortedNanos;
  private final int refused;

  /**
   * @param nanos of the calls that were answered
   * @param refused answers other than 200, and calls without one
   */
  Latencies(long[] nanos, int refused) {
    this.sortedNanos = nanos.clone();
    Arrays.sort(sortedNanos);
    this.refused = refused;
  }

  int count() {
    return sortedNanos.length + refused;
  }

  int refused() {
    return refused;
  }

  double percentileMillis(int percent) {
    if (sortedNanos.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(sortedNanos.length * percent / 100.0) - 1;
    return sortedNanos[Math.max(index, 0)] / 1e6;
  }
}
