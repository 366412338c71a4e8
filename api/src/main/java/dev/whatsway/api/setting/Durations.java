package dev.whatsway.api.setting;

import java.time.Duration;

/** Writes lengths of time. */
public final class Durations {

  /** Returns it as ISO 8601; days where it is whole days: PT720H says less than P30D. */
  public static String iso(Duration duration) {
    return !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  private Durations() {}
}
