package dev.whatsway.store.audience;

import dev.whatsway.store.audience.ImportedRow.Consent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a recipient of a row, or says why it cannot; no reason repeats a value. */
final class RowReader {

  private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()./\\u00a0-]+");

  private final Header header;
  private final @Nullable String defaultCountry;
  private final Instant latest;

  /**
   * @param defaultCountry of national numbers in rows without a country, null for none
   */
  RowReader(Header header, @Nullable String defaultCountry, Instant now) {
    this.header = header;
    this.defaultCountry = defaultCountry;
    // Clocks differ, and a date without a time may lie ahead in UTC.
    this.latest = now.plus(Duration.ofDays(1));
  }

  /**
   * Returns the recipient.
   *
   * @throws Rejected with what is wrong first
   */
  ImportedRow read(CsvRow row) throws Rejected {
    if (row.defect() != null) {
      throw new Rejected(row.defect().at(row.line()));
    }
    if (row.fields().size() > header.columns().size()) {
      throw rejected(row, null, "too-many-columns", "has more columns than the header");
    }
    if (row.fields().stream().allMatch(String::isBlank)) {
      throw rejected(row, null, "empty-row", "is empty");
    }
    checkCharacters(row);
    String country = country(row);
    String phone = phone(row, country);
    return new ImportedRow(
        row.line(),
        phone,
        header.value(row, "name"),
        country == null ? PhoneNumbers.country(phone).orElse(defaultCountry) : country,
        timezone(row),
        locale(row),
        attributes(row),
        consent(row));
  }

  private void checkCharacters(CsvRow row) throws Rejected {
    for (int i = 0; i < row.fields().size(); i++) {
      String field = row.fields().get(i);
      String column = header.columns().get(i);
      if (field.indexOf('\uFFFD') >= 0) {
        throw rejected(row, column, "not-utf-8", "holds bytes that are not UTF-8");
      }
      if (field.chars().anyMatch(c -> Character.isISOControl(c) || c == '\uFEFF')) {
        throw rejected(
            row, column, "control-character", "holds a line break or another control character");
      }
      if (field.length() > PersonFields.MAX_VALUE) {
        throw rejected(row, column, "too-long", "is longer than 1,024 characters");
      }
    }
  }

  private @Nullable String country(CsvRow row) throws Rejected {
    String value = header.value(row, "country");
    if (value == null) {
      return null;
    }
    String country = value.toUpperCase(Locale.ROOT);
    if (!PhoneNumbers.isCountry(country)) {
      throw rejected(
          row, "country", "unknown-country", "must be an ISO 3166-1 code of two letters like DE");
    }
    return country;
  }

  private String phone(CsvRow row, @Nullable String country) throws Rejected {
    String value = header.value(row, "phone");
    if (value == null) {
      throw rejected(row, "phone", "missing-phone", "is missing");
    }
    String region = country == null ? defaultCountry : country;
    Optional<String> phone =
        PHONE.matcher(value).matches() ? PhoneNumbers.e164(value, region) : Optional.empty();
    if (phone.isEmpty()) {
      throw rejected(
          row,
          "phone",
          "invalid-phone",
          value.startsWith("+") || region != null
              ? "is not a phone number that exists"
              : "must begin with + and a country code, or come with a country");
    }
    return phone.get();
  }

  private @Nullable String timezone(CsvRow row) throws Rejected {
    String zone = header.value(row, "timezone");
    if (zone != null && !PersonFields.isTimezone(zone)) {
      throw rejected(
          row, "timezone", "unknown-timezone", "must be an IANA time zone like Europe/Berlin");
    }
    return zone;
  }

  private @Nullable String locale(CsvRow row) throws Rejected {
    String locale = header.value(row, "locale");
    if (locale != null && !PersonFields.isLocale(locale)) {
      throw rejected(row, "locale", "invalid-locale", "must be a locale like de or en_US");
    }
    return locale;
  }

  private @Nullable Consent consent(CsvRow row) throws Rejected {
    String word = header.value(row, "opt_in");
    Instant at = optInAt(row);
    String source = header.value(row, "opt_in_source");
    if (word == null) {
      return at == null ? null : new Consent(true, at, source);
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> new Consent(true, at, source);
      case "false" -> new Consent(false, null, source);
      default -> throw rejected(row, "opt_in", "invalid-opt-in", "must be true or false");
    };
  }

  private @Nullable Instant optInAt(CsvRow row) throws Rejected {
    String value = header.value(row, "opt_in_at");
    if (value == null) {
      return null;
    }
    Instant at = time(value);
    if (at == null) {
      throw rejected(
          row, "opt_in_at", "invalid-date", "must be a date or time like 2026-05-01T10:00:00Z");
    }
    if (at.isAfter(latest)) {
      throw rejected(row, "opt_in_at", "invalid-date", "must not lie in the future");
    }
    return at;
  }

  /** Reads a time with offset, a time in UTC or a date; null when it is none of them. */
  private static @Nullable Instant time(String value) {
    List<Function<String, Instant>> forms =
        List.of(
            v -> OffsetDateTime.parse(v).toInstant(),
            v -> LocalDateTime.parse(v.replace(' ', 'T')).toInstant(ZoneOffset.UTC),
            v -> LocalDate.parse(v).atStartOfDay().toInstant(ZoneOffset.UTC));
    for (Function<String, Instant> form : forms) {
      try {
        Instant time = form.apply(value);
        return time.isBefore(Instant.EPOCH) ? null : time;
      } catch (DateTimeException e) {
        // Another form may fit.
      }
    }
    return null;
  }

  private Map<String, String> attributes(CsvRow row) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String column : header.columns()) {
      String value = Header.known(column) ? null : header.value(row, column);
      if (value != null) {
        attributes.put(column, value);
      }
    }
    return attributes;
  }

  private static Rejected rejected(CsvRow row, @Nullable String field, String code, String reason) {
    return new Rejected(new Rejection(row.line(), field, code, reason));
  }

  /** Says why a row is not imported. */
  static final class Rejected extends Exception {

    private final transient Rejection rejection;

    Rejected(Rejection rejection) {
      // There may be a million; nobody reads where they come from.
      super(rejection.code(), null, false, false);
      this.rejection = rejection;
    }

    Rejection rejection() {
      return rejection;
    }
  }
}
