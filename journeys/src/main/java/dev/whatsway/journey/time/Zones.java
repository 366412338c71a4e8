package dev.whatsway.journey.time;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.whatsway.journey.time.RecipientZone.Source;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time zone of a recipient: the contact's own, else by the number, else by the country,
 * else the campaign's.
 *
 * <p>A mobile number of a country with several zones tells none of them; then the zone in which
 * most of its people live is taken, so that few are wrong. An area code that lies in several zones
 * gets the westernmost, where it is earliest: a message an hour late is the lesser fault than one
 * before people are up. Both are marked as assumed.
 */
public final class Zones {

  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();
  // Standard offsets are compared on a fixed day, or the choice would change with the clock.
  private static final Instant REFERENCE = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Returns the zone of a recipient. What cannot be read is passed over, never an error.
   *
   * @param contactZone IANA zone of the contact, null where none is recorded
   * @param phone E.164, null where it is not known
   * @param country ISO 3166-1 alpha-2 of the contact, null where none is recorded
   * @param campaignZone what is left when nothing else tells a zone
   */
  public static RecipientZone of(
      @Nullable String contactZone,
      @Nullable String phone,
      @Nullable String country,
      ZoneId campaignZone) {
    return known(contactZone)
        .map(zone -> new RecipientZone(zone, Source.CONTACT, false))
        .or(() -> ofNumber(phone))
        .or(() -> ofCountry(country, Source.COUNTRY))
        .orElseGet(() -> new RecipientZone(campaignZone, Source.CAMPAIGN, false));
  }

  private static Optional<RecipientZone> ofNumber(@Nullable String phone) {
    if (phone == null) {
      return Optional.empty();
    }
    PhoneNumber number;
    try {
      number = NUMBERS.parse(phone, null);
    } catch (NumberParseException e) {
      return Optional.empty();
    }
    String valid = NUMBERS.getRegionCodeForNumber(number);
    // A number that is newer than the metadata still has a calling code.
    String country =
        valid == null ? NUMBERS.getRegionCodeForCountryCode(number.getCountryCode()) : valid;
    return CountryZones.hasSeveral(country)
        ? ofArea(number, country).or(() -> ofCountry(country, Source.NUMBER))
        : ofCountry(country, Source.NUMBER);
  }

  /** Empty for a number that tells no more than its country. */
  private static Optional<RecipientZone> ofArea(PhoneNumber number, String country) {
    PhoneNumberToTimeZonesMapper mapper = PhoneNumberToTimeZonesMapper.getInstance();
    List<String> names = mapper.getTimeZonesForNumber(number);
    // No area code begins with 0, so this has the zones of the whole calling code.
    PhoneNumber nowhere = new PhoneNumber().setCountryCode(number.getCountryCode());
    if (names.equals(mapper.getTimeZonesForGeographicalNumber(nowhere.setNationalNumber(0)))) {
      return Optional.empty();
    }
    List<ZoneId> zones =
        names.stream()
            .map(name -> CountryZones.corrected(country, name))
            .flatMap(name -> known(name).stream())
            .sorted(WESTERNMOST_FIRST)
            .toList();
    return zones.stream()
        .findFirst()
        .map(zone -> new RecipientZone(zone, Source.NUMBER, zones.size() > 1));
  }

  private static final Comparator<ZoneId> WESTERNMOST_FIRST =
      Comparator.<ZoneId>comparingInt(
              zone -> zone.getRules().getStandardOffset(REFERENCE).getTotalSeconds())
          .thenComparing(ZoneId::getId);

  private static Optional<RecipientZone> ofCountry(@Nullable String country, Source source) {
    if (country == null) {
      return Optional.empty();
    }
    String code = country.toUpperCase(Locale.ROOT);
    return CountryZones.main(code)
        .flatMap(Zones::known)
        .map(zone -> new RecipientZone(zone, source, CountryZones.hasSeveral(code)));
  }

  private static Optional<ZoneId> known(@Nullable String zone) {
    return zone != null && KNOWN.contains(zone) ? Optional.of(ZoneId.of(zone)) : Optional.empty();
  }

  private Zones() {}
}
