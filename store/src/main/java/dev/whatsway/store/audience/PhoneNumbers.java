package dev.whatsway.store.audience;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads phone numbers. */
public final class PhoneNumbers {

  private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

  /**
   * Returns the number as E.164 when it is a valid one.
   *
   * @param country ISO 3166-1 alpha-2 of a national number, null where it must be international
   */
  public static Optional<String> e164(String raw, @Nullable String country) {
    try {
      PhoneNumber number = UTIL.parse(raw, country);
      return UTIL.isValidNumber(number)
          ? Optional.of(UTIL.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the country of an E.164 number as ISO 3166-1 alpha-2; empty for one of no country. */
  public static Optional<String> country(String e164) {
    try {
      return Optional.ofNullable(UTIL.getRegionCodeForNumber(UTIL.parse(e164, null)))
          .filter(PhoneNumbers::isCountry);
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the country code of an E.164 number with its plus sign, such as {@code +49}. */
  public static Optional<String> callingCode(String e164) {
    try {
      return Optional.of("+" + UTIL.parse(e164, null).getCountryCode());
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** Returns whether this is the ISO 3166-1 alpha-2 code, upper case, of a country with phones. */
  public static boolean isCountry(String country) {
    return UTIL.getSupportedRegions().contains(country);
  }

  private PhoneNumbers() {}
}
