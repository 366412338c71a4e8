package dev.whatsway.journey.setting;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a template's variable must be, by the key it is given under: {@code 1}, {@code
 * header.image.link}, {@code button.0.copy_code.coupon_code}, {@code
 * limited_time_offer.expiration_time_ms}, …
 */
public final class TemplateValues {

  /** Meta refuses such a parameter, for all of the message (132018). */
  private static final Pattern FORBIDDEN = Pattern.compile("[\\n\\r\\t]| {5}");

  private static final Pattern LINK = Pattern.compile("(?i)https?://[^\\s/?#]+\\S*");
  private static final Pattern COUPON = Pattern.compile("[A-Za-z0-9]{1,20}");
  private static final Pattern DEGREES = Pattern.compile("-?\\d{1,3}(\\.\\d{1,20})?");

  /** Fewer digits are seconds, or a time before 2001; more are microseconds. */
  private static final Pattern MILLIS = Pattern.compile("[1-9]\\d{12}");

  /**
   * Returns what a value must be that cannot go out; null where it can.
   *
   * @param value with its placeholders filled
   */
  public static @Nullable String unfit(String key, String value) {
    if (FORBIDDEN.matcher(value).find()) {
      return "must be a text without line breaks, tabs or five spaces in a row.";
    }
    return switch (key.substring(key.lastIndexOf('.') + 1)) {
      case "link" ->
          !special(key) || LINK.matcher(value).matches() ? null : "must be an http or https URL.";
      case "coupon_code" ->
          !special(key) || COUPON.matcher(value).matches()
              ? null
              : "must be a code of 1 to 15 letters and digits (Meta's pages also say 20).";
      case "latitude", "longitude" ->
          !special(key) || DEGREES.matcher(value).matches() ? null : "must be decimal degrees.";
      case "expiration_time_ms" ->
          !special(key) || millis(value) != null
              ? null
              : "must be a time such as 2026-12-24T18:00:00Z, or milliseconds since 1970.";
      default -> null;
    };
  }

  /** Returns a time as Meta takes it, in milliseconds since 1970; null where it is none. */
  public static @Nullable Long millis(String time) {
    if (MILLIS.matcher(time).matches()) {
      return Long.valueOf(time);
    }
    try {
      return Instant.parse(time).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException none) {
      return null;
    }
  }

  /** A text's variable may have the same name: {@code link}, {@code header.link}. */
  private static boolean special(String key) {
    return key.matches(
        "(card\\.\\d+\\.)?(header\\.[a-z]+\\.[a-z_]+|button\\.\\d+\\.[a-z_]+\\.[a-z_]+)"
            + "|limited_time_offer\\.expiration_time_ms");
  }

  private TemplateValues() {}
}
