package dev.whatsway.journey.condition;

import dev.cel.common.exceptions.CelBadFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Reads attributes, which are all stored as texts, as what they stand for. */
final class Texts {

  /** Double.parseDouble takes more: NaN, hexadecimal numbers, a trailing d. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");

  static double number(String text) {
    String stripped = text.strip();
    if (!NUMBER.matcher(stripped).matches()) {
      throw new CelBadFormatException("not a number");
    }
    return Double.parseDouble(stripped);
  }

  /** A day is its first moment in UTC. */
  static Instant date(String text) {
    String stripped = text.strip();
    try {
      return stripped.length() == 10
          ? LocalDate.parse(stripped).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(stripped).toInstant();
    } catch (DateTimeException e) {
      throw new CelBadFormatException("neither a date nor a time");
    }
  }

  private Texts() {}
}
