package dev.whatsway.api.recurring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Times that come again, by the five fields of cron: one minute, hours, days of the month, months,
 * days of the week. Read here and not by Temporal, so that a mistake is named when it is made, and
 * the next times can be told without asking.
 *
 * <p>A time that the clocks skip does not come that day. One that comes twice as they go back comes
 * once, the first time: Temporal starts a second time, which makes no campaign.
 *
 * @param weekdays 0 to 6, Sunday first
 */
record Cron(
    int minute,
    SortedSet<Integer> hours,
    SortedSet<Integer> days,
    SortedSet<Integer> months,
    SortedSet<Integer> weekdays) {

  /** February 29 on a given weekday comes within 40 years, but nobody plans for that. */
  private static final int LONGEST_DAYS = 8 * 366;

  private static final List<String> MONTHS =
      List.of(
          "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /**
   * Reads the five fields.
   *
   * @throws IllegalArgumentException saying which field is wrong and what would be right
   */
  static Cron of(String text) {
    String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "must have five fields: minute, hour, day of the month, month, day of the week, such as"
              + " 0 10 * * MON-FRI.");
    }
    SortedSet<Integer> minutes = new Field("minute", 0, 59, List.of()).read(fields[0]);
    if (minutes.size() != 1) {
      throw new IllegalArgumentException(
          "must name one minute: a campaign comes at most once an hour.");
    }
    SortedSet<Integer> weekdays = new TreeSet<>();
    new Field("day of the week", 0, 7, WEEKDAYS)
        .read(fields[4])
        .forEach(day -> weekdays.add(day % 7));
    Cron cron =
        new Cron(
            minutes.first(),
            new Field("hour", 0, 23, List.of()).read(fields[1]),
            new Field("day of the month", 1, 31, List.of()).read(fields[2]),
            new Field("month", 1, 12, MONTHS).read(fields[3]),
            weekdays);
    // Some read both together as "and", some as "or".
    if (cron.days.size() < 31 && cron.weekdays.size() < 7) {
      throw new IllegalArgumentException(
          "must name days of the month or days of the week, not both; write * for the other.");
    }
    return cron;
  }

  /**
   * Returns the next times.
   *
   * @param after none of them is at or before it
   */
  List<Instant> next(Instant after, ZoneId zone, int count) {
    List<Instant> next = new ArrayList<>();
    LocalDate first = LocalDate.ofInstant(after, zone);
    for (int day = 0; day < LONGEST_DAYS && next.size() < count; day++) {
      LocalDate date = first.plusDays(day);
      if (isOn(date)) {
        next.addAll(on(date, after, zone));
      }
    }
    return next.size() > count ? next.subList(0, count) : next;
  }

  private boolean isOn(LocalDate date) {
    return months.contains(date.getMonthValue())
        && days.contains(date.getDayOfMonth())
        && weekdays.contains(date.getDayOfWeek().getValue() % 7);
  }

  private List<Instant> on(LocalDate date, Instant after, ZoneId zone) {
    List<Instant> times = new ArrayList<>();
    for (int hour : hours) {
      LocalDateTime local = date.atTime(hour, minute);
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      if (!offsets.isEmpty() && local.toInstant(offsets.get(0)).isAfter(after)) {
        times.add(local.toInstant(offsets.get(0)));
      }
    }
    return times;
  }

  /** One field: numbers or names, ranges of them, steps, several with commas. */
  private record Field(String name, int min, int max, List<String> names) {

    SortedSet<Integer> read(String text) {
      SortedSet<Integer> values = new TreeSet<>();
      for (String part : text.split(",", -1)) {
        values.addAll(part(part));
      }
      return values;
    }

    private Collection<Integer> part(String part) {
      String[] stepped = part.split("/", -1);
      String[] range = stepped[0].split("-", -1);
      if (stepped.length > 2 || range.length > 2) {
        throw wrong(part);
      }
      boolean all = stepped[0].equals("*");
      int from = all ? min : value(range[0], part);
      int to = all ? max : range.length == 2 ? value(range[1], part) : from;
      if (range.length == 1 && stepped.length == 2) {
        to = max;
      }
      if (to == 0 && from > 0 && max == 7) {
        // Sunday, as the end of a week that began on another day.
        to = 7;
      }
      int step = stepped.length == 2 ? number(stepped[1], part) : 1;
      if (from > to || step < 1) {
        throw wrong(part);
      }
      List<Integer> values = new ArrayList<>();
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
      return values;
    }

    private int value(String text, String part) {
      int value = names.contains(text) ? names.indexOf(text) : number(text, part);
      if (value < min || value > max) {
        throw wrong(part);
      }
      return value;
    }

    private int number(String text, String part) {
      if (!text.matches("[0-9]{1,2}")) {
        throw wrong(part);
      }
      return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String part) {
      String shown = part.length() > 20 ? part.substring(0, 20) + "…" : part;
      return new IllegalArgumentException(
          "has a %s that cannot be read, %s: write %d to %d%s, ranges such as %d-%d, steps such as */2, several with commas."
              .formatted(
                  name,
                  shown.isEmpty() ? "an empty one" : shown,
                  min,
                  max,
                  names.isEmpty() ? "" : " or names such as " + names.get(1),
                  min,
                  min + 1));
    }
  }
}
