package dev.whatsway.store.audience;

import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;

/** What fields of a person may hold, wherever they come from. */
public final class PersonFields {

  /** Characters of a name or attribute. */
  public static final int MAX_VALUE = 1024;

  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*");
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  /** Returns whether this is an IANA time zone. */
  public static boolean isTimezone(String value) {
    return ZONES.contains(value);
  }

  /** Returns whether this is a locale such as {@code de} or {@code en_US}. */
  public static boolean isLocale(String value) {
    return LOCALE.matcher(value).matches();
  }

  private PersonFields() {}
}
