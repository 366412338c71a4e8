package dev.whatsway.api.setting;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.journey.time.QuietHours;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads quiet hours, of an account or of a campaign. */
public final class QuietHoursChecks {

  private static final String RIGHT = "a local time such as 21:00";

  /**
   * Returns the hours; null where they are not valid, which is recorded.
   *
   * @param field what {@code from} and {@code to} are fields of
   */
  public static @Nullable QuietHours read(
      String field, @Nullable String from, @Nullable String to, Checks checks) {
    LocalTime begin = time(field + ".from", from, checks);
    LocalTime end = time(field + ".to", to, checks);
    if (begin == null || end == null) {
      return null;
    }
    QuietHours hours = new QuietHours(begin, end);
    if (hours.isNone()) {
      checks.fail(
          field + ".to", "must be another time than from; for no quiet hours leave both out.");
      return null;
    }
    return hours;
  }

  private static @Nullable LocalTime time(String field, @Nullable String value, Checks checks) {
    if (checks.required(field, value, RIGHT) == null) {
      return null;
    }
    try {
      return LocalTime.parse(value);
    } catch (DateTimeParseException e) {
      checks.fail(field, "must be " + RIGHT + ", from 00:00 to 23:59:59.");
      return null;
    }
  }

  private QuietHoursChecks() {}
}
