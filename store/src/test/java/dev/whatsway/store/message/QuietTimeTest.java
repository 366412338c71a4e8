package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.journey.time.Spread;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.message.QuietTime.Word;
import dev.whatsway.store.rules.AccountQuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuietTimeTest {

  private static final String BERLIN_PHONE = "+4915112345678";
  private static final Instant MIDNIGHT_IN_BERLIN = Instant.parse("2026-11-24T23:00:00Z");
  private static final Instant EIGHT_IN_BERLIN = Instant.parse("2026-11-25T07:00:00Z");
  private static final QuietHours NIGHT = hours("21:00", "08:00");

  @Test
  void nothingIsQuietWithoutRulesAndInTheDay() {
    assertThat(time(AccountQuietHours.NONE, null, null).at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null))
        .isEqualTo(new Word.Free());
    assertThat(everywhere(NIGHT, null).at(EIGHT_IN_BERLIN, BERLIN_PHONE, null))
        .isEqualTo(new Word.Free());
  }

  @Test
  void theZoneIsTheContactsElseTheNumbersElseTheCampaigns() {
    assertThat(everywhere(NIGHT, null).at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null))
        .isInstanceOf(Word.Until.class);
    assertThat(everywhere(NIGHT, "Asia/Tokyo").at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null))
        .as("08:00 in Tokyo, where they say they live")
        .isEqualTo(new Word.Free());
    assertThat(everywhere(NIGHT, null).at(MIDNIGHT_IN_BERLIN, "erased", null))
        .as("the campaign's zone is Tokyo's")
        .isEqualTo(new Word.Free());
  }

  @Test
  void peopleComeBackSpreadOverTheHalfHourAfterTheNightAndKeepTheirPlaces() {
    Set<Instant> places = new HashSet<>();
    IntStream.range(0, 200)
        .forEach(
            contact -> {
              QuietTime time = of(NIGHT, null, null, null, "contact-" + contact, Duration.ZERO);
              Instant at = until(time.at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null));
              assertThat(at)
                  .isAfterOrEqualTo(EIGHT_IN_BERLIN)
                  .isBefore(EIGHT_IN_BERLIN.plus(QuietTime.SPREAD));
              assertThat(until(time.at(EIGHT_IN_BERLIN.minusSeconds(1), BERLIN_PHONE, null)))
                  .as("asked again")
                  .isEqualTo(at);
              places.add(at);
            });
    assertThat(places).hasSizeGreaterThan(150);
  }

  @Test
  void aLaneComesBackAtFewMoments() {
    Set<Instant> places = new HashSet<>();
    IntStream.range(0, 2_000)
        .forEach(
            contact ->
                places.add(
                    until(
                        of(NIGHT, null, null, null, "c" + contact, Duration.ofSeconds(10))
                            .at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null))));
    assertThat(places).hasSizeBetween(150, 181);
    assertThat(places).allMatch(place -> place.getEpochSecond() % 10 == 0);
  }

  @Test
  void theCampaignsHoursAreReadByTheClockItSays() {
    CampaignQuietHours local = new CampaignQuietHours(hours("20:00", "10:00"), true);
    CampaignQuietHours tokyo = new CampaignQuietHours(hours("12:00", "20:00"), false);
    Instant at =
        until(time(AccountQuietHours.NONE, local, null).at(EIGHT_IN_BERLIN, BERLIN_PHONE, null));
    assertThat(at)
        .isBetween(EIGHT_IN_BERLIN.plusSeconds(7_200), EIGHT_IN_BERLIN.plusSeconds(9_000));
    assertThat(
            until(
                time(AccountQuietHours.NONE, tokyo, null).at(EIGHT_IN_BERLIN, BERLIN_PHONE, null)))
        .as("16:00 in Tokyo")
        .isAfterOrEqualTo(Instant.parse("2026-11-25T11:00:00Z"));
  }

  @Test
  void aCountrysHoursHoldItsPeopleBesideTheOthers() {
    AccountQuietHours rules =
        new AccountQuietHours(
            NIGHT, Map.of("DE", hours("06:00", "10:00"), "FR", hours("00:00", "23:00")));
    assertThat(until(time(rules, null, null).at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, null)))
        .as("the later end of the two")
        .isAfterOrEqualTo(EIGHT_IN_BERLIN.plusSeconds(7_200));
    QuietTime french =
        new QuietTime(rules, null, "Asia/Tokyo", null, "FR", key("1"), Duration.ZERO);
    assertThat(french.at(EIGHT_IN_BERLIN, BERLIN_PHONE, null))
        .as("the contact's country before the number's; night and day meet")
        .isInstanceOf(Word.Never.class);
  }

  @Test
  void theEndOfTheCampaignIsNeverPassed() {
    QuietTime time = everywhere(NIGHT, null);
    assertThat(time.at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, EIGHT_IN_BERLIN))
        .isEqualTo(new Word.PastTheEnd());
    Instant soon = EIGHT_IN_BERLIN.plusSeconds(5);
    IntStream.range(0, 50)
        .forEach(
            contact ->
                assertThat(
                        until(
                            of(NIGHT, null, null, null, "c" + contact, Duration.ofSeconds(10))
                                .at(MIDNIGHT_IN_BERLIN, BERLIN_PHONE, soon)))
                    .as("spread over what is left")
                    .isBetween(EIGHT_IN_BERLIN, soon.minusSeconds(1)));
  }

  @Test
  void aNightInWhichTheClocksChangeEndsByTheClock() {
    QuietTime time = everywhere(hours("22:00", "02:30"), null);
    assertThat(until(time.at(Instant.parse("2026-03-28T22:00:00Z"), BERLIN_PHONE, null)))
        .as("02:30 is skipped: it ends at 03:00")
        .isBetween(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(until(time.at(Instant.parse("2026-10-24T22:00:00Z"), BERLIN_PHONE, null)))
        .as("02:30 comes twice: it ends at the second")
        .isBetween(Instant.parse("2026-10-25T01:30:00Z"), Instant.parse("2026-10-25T02:00:00Z"));
  }

  private static QuietTime everywhere(QuietHours hours, @Nullable String contactZone) {
    return of(hours, null, contactZone, null, "1", Duration.ZERO);
  }

  private static QuietTime time(
      AccountQuietHours account, @Nullable CampaignQuietHours campaign, @Nullable String zone) {
    return new QuietTime(account, campaign, "Asia/Tokyo", zone, null, key("1"), Duration.ZERO);
  }

  private static QuietTime of(
      QuietHours everywhere,
      @Nullable CampaignQuietHours campaign,
      @Nullable String zone,
      @Nullable String country,
      String contact,
      Duration grid) {
    return new QuietTime(
        new AccountQuietHours(everywhere, Map.of()),
        campaign,
        "Asia/Tokyo",
        zone,
        country,
        key(contact),
        grid);
  }

  private static Spread.Key key(String contact) {
    return new Spread.Key("campaign", "send", contact);
  }

  private static Instant until(Word word) {
    assertThat(word).isInstanceOf(Word.Until.class);
    return ((Word.Until) word).at();
  }

  private static QuietHours hours(String from, String to) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
  }
}
