package dev.whatsway.journey.time;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The time from {@code start} up to, not including, {@code end}; an exact moment if they equal. */
public record Span(Instant start, Instant end) {

  /** Returns whether any of it is now or later. */
  public boolean isReachable(Instant now) {
    return now.isBefore(end) || !now.isAfter(start);
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(start) && moment.isBefore(end);
  }

  long seconds() {
    return end.getEpochSecond() - start.getEpochSecond();
  }

  /** Returns what is left of this without the other, in order. */
  List<Span> without(Span other) {
    return Stream.of(
            new Span(start, earlier(end, other.start)), new Span(later(start, other.end), end))
        .filter(part -> part.start.isBefore(part.end))
        .toList();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
