package dev.whatsway.simulator;

import java.util.concurrent.ThreadLocalRandom;

/** Draws durations; unlike a recipient's fate they may differ from run to run. */
final class Chance {
  private Chance() {}

  static long within(Behaviour.Range range) {
    return ThreadLocalRandom.current().nextLong(range.min(), range.max() + 1);
  }
}
