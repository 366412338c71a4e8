package dev.whatsway.journey.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a step waits for in local time: a window of the day, on certain days. A window that is open
 * now counts, and so does an exact time that is exactly now.
 */
public sealed interface WaitUntil {

  LocalWindow window();

  /**
   * Returns the first window that is open or still to come.
   *
   * @param attributes of the contact, by name
   */
  Opening next(Instant now, ZoneId zone, Map<String, String> attributes);

  /** Says in English what is waited for, with no value of an attribute. */
  String explain();

  /** What became of looking for the next window. */
  sealed interface Opening {

    /** It is open, or will be. */
    record Ahead(Span span) implements Opening {}

    /** The only one is over; it began at the given instant. */
    record Passed(Instant began) implements Opening {}

    /** There is none; the reason is one English line. */
    record Unknown(String reason) implements Opening {}
  }

  /** The window of today, unless it is over; else that of tomorrow. */
  record Daily(LocalWindow window) implements WaitUntil {
    @Override
    public Opening next(Instant now, ZoneId zone, Map<String, String> attributes) {
      return first(datesFrom(now, zone), window, now, zone);
    }

    @Override
    public String explain() {
      return window.explain();
    }
  }

  /** The window on the next of these days of the week; it belongs to the day it begins on. */
  record Weekly(Set<DayOfWeek> days, LocalWindow window) implements WaitUntil {
    public Weekly {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("days must name at least one day of the week.");
      }
      days = Set.copyOf(days);
    }

    @Override
    public Opening next(Instant now, ZoneId zone, Map<String, String> attributes) {
      return first(
          datesFrom(now, zone).filter(day -> days.contains(day.getDayOfWeek())), window, now, zone);
    }

    @Override
    public String explain() {
      return EnumSet.copyOf(days).stream()
          .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
          .collect(Collectors.joining(", ", "on ", " " + window.explain()));
    }
  }

  /** The window on one date. */
  record OnDate(LocalDate date, LocalWindow window) implements WaitUntil {
    public OnDate {
      if (!isUsable(date)) {
        throw new IllegalArgumentException("date must be from 1900-01-01 to 2199-12-31.");
      }
    }

    @Override
    public Opening next(Instant now, ZoneId zone, Map<String, String> attributes) {
      return once(date, window, now, zone);
    }

    @Override
    public String explain() {
      return "on " + date + " " + window.explain();
    }
  }

  /**
   * The window on the date in an attribute (ISO, such as 2026-12-24), or some days off it.
   *
   * @param offsetDays added to the date; negative for before it; at most 366 either way
   * @param yearly on each anniversary, the date itself included and nothing before it; one of 29
   *     February is on the 28th in other years
   */
  record OnAttribute(String attribute, int offsetDays, boolean yearly, LocalWindow window)
      implements WaitUntil {

    private static final int MOST_DAYS = 366;

    public OnAttribute {
      if (attribute.isBlank() || attribute.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("attribute must name an attribute of the contact.");
      }
      if (offsetDays < -MOST_DAYS || offsetDays > MOST_DAYS) {
        throw new IllegalArgumentException("offset_days must be from -366 to 366.");
      }
    }

    @Override
    public Opening next(Instant now, ZoneId zone, Map<String, String> attributes) {
      String value = attributes.get(attribute);
      if (value == null || value.isBlank()) {
        return new Opening.Unknown("The contact has no attribute " + attribute + ".");
      }
      LocalDate date;
      try {
        date = LocalDate.parse(value.strip());
      } catch (DateTimeParseException e) {
        return unreadable();
      }
      if (!isUsable(date)) {
        return unreadable();
      }
      return yearly
          ? first(anniversaries(date, now.atZone(zone).getYear()), window, now, zone)
          : once(date.plusDays(offsetDays), window, now, zone);
    }

    private Opening unreadable() {
      return new Opening.Unknown(
          "The contact's attribute " + attribute + " is not a date such as 2026-12-24.");
    }

    private Stream<LocalDate> anniversaries(LocalDate date, int year) {
      // Two years back, since the offset may carry an anniversary across a year and a day.
      int from = Math.max(date.getYear(), year - 2);
      return Stream.iterate(from, any -> any + 1)
          .map(any -> date.withYear(any).plusDays(offsetDays));
    }

    @Override
    public String explain() {
      int days = Math.abs(offsetDays);
      String distance =
          days == 0
              ? "on "
              : days + (days == 1 ? " day " : " days ") + (offsetDays < 0 ? "before " : "after ");
      return (yearly ? "every year " : "")
          + distance
          + "attribute "
          + attribute
          + " "
          + window.explain();
    }
  }

  private static boolean isUsable(LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() < 2200;
  }

  /** From yesterday on: its window may cross midnight and be open still. */
  private static Stream<LocalDate> datesFrom(Instant now, ZoneId zone) {
    return Stream.iterate(now.atZone(zone).toLocalDate().minusDays(1), day -> day.plusDays(1));
  }

  /** The dates never end, so that one of them is to come. */
  private static Opening first(
      Stream<LocalDate> dates, LocalWindow window, Instant now, ZoneId zone) {
    return dates
        .map(date -> window.on(date, zone))
        .filter(span -> span.isReachable(now))
        .findFirst()
        .map(Opening.Ahead::new)
        .orElseThrow();
  }

  private static Opening once(LocalDate date, LocalWindow window, Instant now, ZoneId zone) {
    Span span = window.on(date, zone);
    return span.isReachable(now) ? new Opening.Ahead(span) : new Opening.Passed(span.start());
  }
}
