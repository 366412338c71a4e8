package dev.whatsway.workers.dryrun;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;

/** The same draws whenever the same dry run is repeated. */
final class Draws {

  private final SplittableRandom random;

  Draws(String about) {
    random = new SplittableRandom(seed(about));
  }

  private static long seed(String about) {
    return UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
  }

  boolean happens(double rate) {
    return random.nextDouble() < rate;
  }

  Duration within(Duration most) {
    return Duration.ofSeconds(1 + random.nextLong(most.toSeconds()));
  }
}
