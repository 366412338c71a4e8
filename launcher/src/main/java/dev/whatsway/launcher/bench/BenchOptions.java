package dev.whatsway.launcher.bench;

import java.time.Duration;

/**
 * What the command line says of a case; each takes what concerns it.
 *
 * @param mode the tracking mode
 * @param throughput of a number, messages a second
 * @param time how long it sends at most before it is canceled, or how long each phase lasts
 * @param rounds how often ours and the peer take turns
 */
public record BenchOptions(
    String mode, long recipients, int throughput, Duration time, int rounds) {

  /** Returns the same for another number of people. */
  BenchOptions to(long others) {
    return new BenchOptions(mode, others, throughput, time, rounds);
  }
}
