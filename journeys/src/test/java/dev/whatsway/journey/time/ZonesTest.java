package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.whatsway.journey.time.RecipientZone.Source;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZonesTest {

  private static final ZoneId CAMPAIGN = ZoneId.of("Pacific/Chatham");

  @Test
  void takesTheZoneOfTheContactBeforeAllElse() {
    assertThat(Zones.of("America/Sao_Paulo", "+4915112345678", "IN", CAMPAIGN))
        .isEqualTo(zone("America/Sao_Paulo", Source.CONTACT, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Mars/Olympus", "+02:00", "europe/berlin", "Z", "\0", "CEST"})
  void passesOverAContactsZoneThatIsNone(String zone) {
    assertThat(Zones.of(zone, "+4915112345678", "IN", CAMPAIGN))
        .isEqualTo(zone("Europe/Berlin", Source.NUMBER, false));
  }

  @ParameterizedTest
  @CsvSource({
    // One zone in the country, whatever the area.
    "+4915112345678, Europe/Berlin, false",
    "+919876543210, Asia/Kolkata, false",
    "+447400123456, Europe/London, false",
    "+353850123456, Europe/Dublin, false",
    "+12684641234, America/Antigua, false",
    // libphonenumber says Canary, Paris, Bucharest, Chicago and Nairobi.
    "+212650123456, Africa/Casablanca, false",
    "+213551234567, Africa/Algiers, false",
    "+218912345678, Africa/Tripoli, false",
    "+50581234567, America/Managua, false",
    "+211977123456, Africa/Juba, false",
    // Several zones, and the area code tells which.
    "+5511987654321, America/Sao_Paulo, false",
    "+5592987654321, America/Manaus, false",
    "+12125550123, America/New_York, false",
    "+13105550123, America/Los_Angeles, false",
    "+34922123456, Atlantic/Canary, false",
    "+529987654321, America/Cancun, false",
    // Several zones, and the number tells none: where most people live.
    "+61412345678, Australia/Sydney, true",
    "+79161234567, Europe/Moscow, true",
    "+77011234567, Asia/Almaty, true",
    "+34612345678, Europe/Madrid, true",
    "+243991234567, Africa/Kinshasa, true",
    "+18005550123, America/New_York, true",
  })
  void readsTheZoneFromTheNumber(String phone, String zone, boolean assumed) {
    assertThat(Zones.of(null, phone, null, CAMPAIGN)).isEqualTo(zone(zone, Source.NUMBER, assumed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+80012345678", "+", "", "call me", "+999999999999999999", "015112345678"})
  void goesOnToTheCountryWhereTheNumberTellsNone(String phone) {
    assertThat(Zones.of(null, phone, "de", CAMPAIGN))
        .isEqualTo(zone("Europe/Berlin", Source.COUNTRY, false));
    assertThat(Zones.of(null, phone, "US", CAMPAIGN))
        .isEqualTo(zone("America/New_York", Source.COUNTRY, true));
  }

  @Test
  void readsTheCallingCodeOfANumberThatIsNoValidOne() {
    assertThat(Zones.of(null, "+447700900123", null, CAMPAIGN))
        .isEqualTo(zone("Europe/London", Source.NUMBER, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ZZ", "001", "Germany", "\uD800"})
  void endsAtTheCampaignsZone(String country) {
    assertThat(Zones.of(null, null, country, CAMPAIGN))
        .isEqualTo(zone("Pacific/Chatham", Source.CAMPAIGN, false));
    assertThat(Zones.of(null, null, null, CAMPAIGN).source()).isEqualTo(Source.CAMPAIGN);
  }

  @Test
  void anAreaOfSeveralZonesGetsTheWesternmost() {
    // libphonenumber has Mexico City and Tijuana for this one.
    assertThat(Zones.of(null, "+522001234567", null, CAMPAIGN))
        .isEqualTo(zone("America/Tijuana", Source.NUMBER, true));
  }

  @ParameterizedTest
  @CsvSource({"MA, Africa/Casablanca", "NP, Asia/Kathmandu", "AU, Australia/Sydney"})
  void readsTheZoneOfACountry(String country, String zone) {
    assertThat(Zones.of(null, null, country, CAMPAIGN).zone()).isEqualTo(ZoneId.of(zone));
  }

  @Test
  void knowsAZoneOfEveryCountryWithPhones() {
    assertThat(PhoneNumberUtil.getInstance().getSupportedRegions())
        .hasSizeGreaterThan(240)
        .allSatisfy(
            country ->
                assertThat(Zones.of(null, null, country, CAMPAIGN).source())
                    .as(country)
                    .isEqualTo(Source.COUNTRY));
  }

  @Test
  void saysWhyWithoutTheNumber() {
    assertThat(explained(null, "+61412345678", null))
        .isEqualTo(
            "Australia/Sydney (from the phone number; chosen among several time zones there)");
    assertThat(explained("Asia/Tokyo", null, null)).isEqualTo("Asia/Tokyo (set on the contact)");
    assertThat(explained(null, null, "FR")).isEqualTo("Europe/Paris (from the contact's country)");
    assertThat(explained(null, null, null))
        .isEqualTo("Pacific/Chatham (the campaign's, as neither contact nor number tells one)");
  }

  private static String explained(
      @Nullable String zone, @Nullable String phone, @Nullable String country) {
    return Zones.of(zone, phone, country, CAMPAIGN).explain();
  }

  private static RecipientZone zone(String id, Source source, boolean assumed) {
    return new RecipientZone(ZoneId.of(id), source, assumed);
  }
}
