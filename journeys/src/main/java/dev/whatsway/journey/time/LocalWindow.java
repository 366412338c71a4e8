package dev.whatsway.journey.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * A window of local time, such as 10:00 to 11:30, in whole seconds. One with {@code to} before
 * {@code from} ends on the next day; one with both equal is that exact time.
 */
public record LocalWindow(LocalTime from, LocalTime to) {

  public LocalWindow {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    to = to.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns the window that is one exact time. */
  public static LocalWindow at(LocalTime time) {
    return new LocalWindow(time, time);
  }

  /** Returns how long it is on a day on which no clock changes; less than a day. */
  public Duration length() {
    Duration length = Duration.between(from, to);
    return length.isNegative() ? length.plusDays(1) : length;
  }

  /**
   * Returns the window that begins on the date. Its start, where the clocks skip it, is the first
   * moment after; a window skipped altogether keeps its length from there, or all would be sent at
   * once. What the clocks bring a second time is only part of it where the window began before.
   */
  Span on(LocalDate date, ZoneId zone) {
    LocalDateTime begins = date.atTime(from);
    Instant start = LocalMoments.first(begins, zone);
    if (length().isZero()) {
      return new Span(start, start);
    }
    LocalDateTime ends = (to.isBefore(from) ? date.plusDays(1) : date).atTime(to);
    Instant end = LocalMoments.first(ends, zone);
    if (!end.isAfter(start)) {
      return new Span(start, start.plus(length()));
    }
    // Set back to before its beginning, the clock would show times that nobody asked for.
    ZoneOffsetTransition change = zone.getRules().nextTransition(start);
    boolean leaves =
        change != null
            && change.getInstant().isBefore(end)
            && change.getDateTimeAfter().isBefore(begins);
    return new Span(start, leaves ? change.getInstant() : end);
  }

  /** Says in English when it is. */
  public String explain() {
    return length().isZero() ? "at " + from : "between " + from + " and " + to;
  }
}
