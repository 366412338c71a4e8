package dev.whatsway.workers.subscription;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a delivery waits between its tries: three days in all, each pause with jitter. */
final class Pauses {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(20));

  /** Tries before a delivery is a dead letter. */
  static final int TRIES = PAUSES.size() + 1;

  /**
   * Returns the pause after so many tries, 10 % shorter or longer so that what failed together does
   * not come again together; null when it has been tried long enough.
   */
  static @Nullable Duration after(int tries) {
    if (tries >= TRIES) {
      return null;
    }
    long millis = PAUSES.get(Math.max(0, tries - 1)).toMillis();
    return Duration.ofMillis(millis * 9 / 10 + ThreadLocalRandom.current().nextLong(millis / 5));
  }

  private Pauses() {}
}
