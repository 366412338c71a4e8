package dev.whatsway.journey.time;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Hours in which nothing is sent, from {@code from} up to, not including, {@code to}, in whole
 * seconds; {@code to} before {@code from} is on the next morning, and both equal means none.
 */
public record QuietHours(LocalTime from, LocalTime to) {

  static final int DAY = 24 * 60 * 60;

  public QuietHours {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    to = to.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns whether it forbids nothing. */
  public boolean isNone() {
    return from.equals(to);
  }

  /**
   * Returns the quiet spans that begin on the dates, both included. Where the clocks go back, one
   * lasts from the first time its beginning is shown to the last time its end is: nobody is woken
   * in the hour between.
   */
  List<Span> between(LocalDate first, LocalDate last, ZoneId zone) {
    if (isNone()) {
      return List.of();
    }
    return LongStream.rangeClosed(first.toEpochDay(), last.toEpochDay())
        .mapToObj(day -> on(LocalDate.ofEpochDay(day), zone))
        .toList();
  }

  private Span on(LocalDate date, ZoneId zone) {
    LocalDate end = to.isBefore(from) ? date.plusDays(1) : date;
    return new Span(
        LocalMoments.first(date.atTime(from), zone), LocalMoments.last(end.atTime(to), zone));
  }

  /** Marks its seconds of the day. */
  void mark(BitSet day) {
    if (from.isBefore(to)) {
      day.set(from.toSecondOfDay(), to.toSecondOfDay());
    } else if (!isNone()) {
      day.set(from.toSecondOfDay(), DAY);
      day.set(0, to.toSecondOfDay());
    }
  }
}
