package dev.whatsway.store.pacing;

import java.time.Duration;

/**
 * How numbers are paced.
 *
 * @param horizon how far ahead campaigns may book a number, which is the longest that they delay
 *     transactional messages; the same in every process
 * @param patience how long a send may wait for its turn in a sending slot; for longer waits its
 *     workflow sleeps
 */
public record PacingSettings(Duration horizon, Duration patience) {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST_HORIZON = Duration.ofSeconds(2);
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

  public PacingSettings {
    check("whatsway.pacing.horizon", horizon, LONGEST_HORIZON);
    // An activity may take 60 s, of which the call and its record need 40.
    check("whatsway.pacing.patience", patience, LONGEST_PATIENCE);
  }

  private static void check(String setting, Duration value, Duration longest) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          setting
              + " must be from "
              + SHORTEST.toMillis()
              + "ms to "
              + longest.toMillis()
              + "ms; it is "
              + value.toMillis()
              + "ms.");
    }
  }
}
