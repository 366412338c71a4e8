package dev.whatsway.api.contact;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.audience.PersonFields;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.contact.Contacts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of a person; what is left out is not known any more. */
@Schema(name = "ContactRequest")
record ContactRequest(
    @Nullable String name,
    @Schema(description = "ISO 3166-1, from the number where it is left out.", example = "DE")
        @Nullable String country,
    @Schema(example = "Europe/Berlin") @Nullable String timezone,
    @Schema(example = "de_DE") @Nullable String locale,
    @Schema(description = "Values for placeholders, by name.")
        @Nullable Map<String, @Nullable String> attributes) {

  private static final int MAX_ATTRIBUTES = 100;

  Contacts.Details details(String phone, Checks checks) {
    String region =
        country == null
            ? PhoneNumbers.country(phone).orElse(null)
            : country.toUpperCase(Locale.ROOT);
    if (region != null && !PhoneNumbers.isCountry(region)) {
      checks.fail("country", "must be an ISO 3166-1 code of two letters, such as DE.");
    }
    if (timezone != null && !PersonFields.isTimezone(timezone)) {
      checks.fail("timezone", "must be an IANA time zone, such as Europe/Berlin.");
    }
    if (locale != null && !PersonFields.isLocale(locale)) {
      checks.fail("locale", "must be a locale, such as de or en_US.");
    }
    return new Contacts.Details(
        name == null ? null : checks.text("name", name, PersonFields.MAX_VALUE),
        region,
        timezone,
        locale,
        attributes(checks));
  }

  private Map<String, String> attributes(Checks checks) {
    Map<String, String> known = new TreeMap<>();
    if (attributes == null) {
      return known;
    }
    if (attributes.size() > MAX_ATTRIBUTES) {
      checks.fail("attributes", "must be at most " + MAX_ATTRIBUTES + ".");
      return known;
    }
    attributes.forEach(
        (key, value) -> {
          if (key.isBlank() || key.length() > 100) {
            checks.fail("attributes", "must have names of 1 to 100 characters.");
          } else {
            known.put(key, checks.text("attributes." + key, value, PersonFields.MAX_VALUE));
          }
        });
    return known;
  }
}
