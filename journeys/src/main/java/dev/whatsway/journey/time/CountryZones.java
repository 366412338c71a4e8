package dev.whatsway.journey.time;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The zone of each country. Where libphonenumber's data is right it is asked; what stands here is
 * where it is not, compared with the zone table of the IANA database (2026), or has several.
 */
final class CountryZones {

  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  // By ISO 3166-1 alpha-2: the zone in which most people of a country with several live.
  private static final Map<String, String> MOST_PEOPLE =
      Map.ofEntries(
          Map.entry("AU", "Australia/Sydney"),
          Map.entry("BR", "America/Sao_Paulo"),
          Map.entry("CA", "America/Toronto"),
          Map.entry("CD", "Africa/Kinshasa"),
          Map.entry("CL", "America/Santiago"),
          Map.entry("EC", "America/Guayaquil"),
          Map.entry("ES", "Europe/Madrid"),
          Map.entry("FM", "Pacific/Chuuk"),
          Map.entry("GL", "America/Nuuk"),
          Map.entry("ID", "Asia/Jakarta"),
          Map.entry("KI", "Pacific/Tarawa"),
          // One since March 2024, two in older zone data.
          Map.entry("KZ", "Asia/Almaty"),
          Map.entry("MN", "Asia/Ulaanbaatar"),
          Map.entry("MX", "America/Mexico_City"),
          Map.entry("NZ", "Pacific/Auckland"),
          Map.entry("PF", "Pacific/Tahiti"),
          Map.entry("PG", "Pacific/Port_Moresby"),
          Map.entry("PT", "Europe/Lisbon"),
          Map.entry("RU", "Europe/Moscow"),
          Map.entry("US", "America/New_York"));

  // libphonenumber has a neighbour's zone here, some with another offset or other summer time
  // (DZ, EH, LY, MA, NI, PS, SS), or the zone's former name.
  private static final Map<String, String> CORRECTED =
      Map.ofEntries(
          Map.entry("AR", "America/Argentina/Buenos_Aires"),
          Map.entry("BY", "Europe/Minsk"),
          Map.entry("DZ", "Africa/Algiers"),
          Map.entry("EE", "Europe/Tallinn"),
          Map.entry("EH", "Africa/El_Aaiun"),
          Map.entry("ER", "Africa/Asmara"),
          Map.entry("FO", "Atlantic/Faroe"),
          Map.entry("GW", "Africa/Bissau"),
          Map.entry("IE", "Europe/Dublin"),
          Map.entry("IN", "Asia/Kolkata"),
          Map.entry("KP", "Asia/Pyongyang"),
          Map.entry("LR", "Africa/Monrovia"),
          Map.entry("LT", "Europe/Vilnius"),
          Map.entry("LV", "Europe/Riga"),
          Map.entry("LY", "Africa/Tripoli"),
          Map.entry("MA", "Africa/Casablanca"),
          Map.entry("MM", "Asia/Yangon"),
          Map.entry("MO", "Asia/Macau"),
          Map.entry("NI", "America/Managua"),
          Map.entry("NP", "Asia/Kathmandu"),
          Map.entry("PS", "Asia/Gaza"),
          Map.entry("SS", "Africa/Juba"));

  // The same for areas of a country with several: Cancún and Kaliningrad.
  private static final Map<String, String> CORRECTED_AREAS =
      Map.of(
          "MX America/New_York", "America/Cancun",
          "RU Europe/Bucharest", "Europe/Kaliningrad");

  /** Returns whether the country, upper case, has zones that differ from each other. */
  static boolean hasSeveral(String country) {
    return MOST_PEOPLE.containsKey(country);
  }

  /** Returns the zone of most people of the country, upper case; empty for what is none. */
  static Optional<String> main(String country) {
    return Optional.ofNullable(MOST_PEOPLE.getOrDefault(country, CORRECTED.get(country)))
        .or(() -> ofLandline(country));
  }

  /** Returns the zone of an area of the country, where libphonenumber has the given one. */
  static String corrected(String country, String zone) {
    return CORRECTED_AREAS.getOrDefault(country + " " + zone, zone);
  }

  private static Optional<String> ofLandline(String country) {
    if (!NUMBERS.getSupportedRegions().contains(country)) {
      return Optional.empty();
    }
    PhoneNumber landline = NUMBERS.getExampleNumberForType(country, PhoneNumberType.FIXED_LINE);
    if (landline == null) {
      return Optional.empty();
    }
    List<String> zones = PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(landline);
    return zones.size() == 1 ? Optional.of(zones.get(0)) : Optional.empty();
  }

  private CountryZones() {}
}
