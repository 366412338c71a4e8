package dev.whatsway.workers.replay;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times, lengths and texts as a person at a terminal reads them. */
final class Plain {

  /** Of a text that somebody else wrote, and of a payload that nobody has words for. */
  private static final int LONGEST = 200;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** For example {@code 00:00:03} or {@code 2 d 03:00:00}. */
  static String clock(Duration elapsed) {
    Duration whole = elapsed.isNegative() ? elapsed.negated() : elapsed;
    return "%s%s%02d:%02d:%02d"
        .formatted(
            elapsed.isNegative() ? "-" : "",
            whole.toDays() == 0 ? "" : whole.toDays() + " d ",
            whole.toHoursPart(),
            whole.toMinutesPart(),
            whole.toSecondsPart());
  }

  /** For example {@code 3 d}, {@code 1 h 30 min} or {@code 0.3 s}: the two largest units. */
  static String length(Duration length) {
    if (length.compareTo(Duration.ofMillis(950)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
    }
    // A timer fires some milliseconds early or late: a day shall not read as 23 h 59 min.
    Duration rounded = Duration.ofSeconds(length.plusMillis(500).toSeconds());
    List<String> parts = new ArrayList<>();
    add(parts, rounded.toDays(), "d");
    add(parts, rounded.toHoursPart(), "h");
    add(parts, rounded.toMinutesPart(), "min");
    add(parts, rounded.toSecondsPart(), "s");
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count != 0) {
      parts.add(count + " " + unit);
    }
  }

  /** Makes a single line of text that somebody else wrote, cut where it is long. */
  static String line(String text) {
    String single = oneLine(text);
    return single.length() <= LONGEST ? single : single.substring(0, LONGEST) + " …";
  }

  /** Makes a single line: whatever a history holds, it must not break out of its line. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  static Duration duration(com.google.protobuf.Duration length) {
    return Duration.ofSeconds(length.getSeconds(), length.getNanos());
  }

  private Plain() {}
}
