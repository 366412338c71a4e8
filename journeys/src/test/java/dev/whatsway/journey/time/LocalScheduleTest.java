package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.time.RecipientZone.Source;
import dev.whatsway.journey.time.WaitUntil.Daily;
import dev.whatsway.journey.time.WaitUntil.OnAttribute;
import dev.whatsway.journey.time.WaitUntil.OnDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalScheduleTest {

  private static final RecipientZone BERLIN =
      new RecipientZone(ZoneId.of("Europe/Berlin"), Source.NUMBER, false);
  private static final Spread.Key KEY = new Spread.Key("campaign", "step", "contact");
  private static final QuietRules NIGHT = QuietRules.of(null, quiet("21:00", "09:00"), null);

  /** A sender that looks every five minutes over the night of the change and the day around it. */
  @ParameterizedTest
  @CsvSource({
    "America/Sao_Paulo, 2026-10-25, 2026-10-25T10:00:00-03:00",
    "Asia/Kolkata, 2026-10-25, 2026-10-25T10:00:00+05:30",
    "Europe/Berlin, 2026-10-25, 2026-10-25T10:00:00+01:00",
    "America/Sao_Paulo, 2026-03-29, 2026-03-29T10:00:00-03:00",
    "Asia/Kolkata, 2026-03-29, 2026-03-29T10:00:00+05:30",
    "Europe/Berlin, 2026-03-29, 2026-03-29T10:00:00+02:00",
  })
  void eachRecipientIsSentToAtTenLocalOnTheNightOfTheChangeOnce(
      String zone, LocalDate date, String expected) {
    RecipientZone recipient = Zones.of(zone, null, null, ZoneId.of("UTC"));
    WaitUntil wait = new OnDate(date, at("10:00"));
    Instant begin = date.minusDays(1).atStartOfDay(ZoneId.of("UTC")).toInstant();
    int sent = 0;
    for (Instant now = begin;
        now.isBefore(begin.plus(Duration.ofDays(3)));
        now = now.plusSeconds(300)) {
      SendMoment moment = LocalSchedule.next(wait, Map.of(), recipient, NIGHT, KEY, now);
      if (moment instanceof SendMoment.At at) {
        assertThat(at.instant()).isEqualTo(instant(expected));
        sent += at.instant().equals(now) ? 1 : 0;
      } else {
        assertThat(moment).isInstanceOf(SendMoment.Passed.class);
        assertThat(now).isAfter(instant(expected));
      }
    }
    assertThat(sent).isEqualTo(1);
  }

  @Test
  void spreadsOverThePartOfAWindowThatIsNotQuiet() {
    WaitUntil wait = new Daily(new LocalWindow(LocalTime.of(8, 0), LocalTime.of(10, 0)));
    Set<Instant> places = new HashSet<>();
    for (int person = 0; person < 500; person++) {
      SendMoment.At at = next(wait, NIGHT, person, "2026-12-01T05:00:00+01:00");
      assertThat(at.held()).isNull();
      assertThat(at.instant())
          .isBetween(instant("2026-12-01T09:00:00+01:00"), instant("2026-12-01T09:59:59+01:00"));
      places.add(at.instant());
    }
    assertThat(places).hasSizeGreaterThan(400);
  }

  @Test
  void aWindowThatIsAllQuietKeepsItsLengthAfterwards() {
    WaitUntil wait = new Daily(new LocalWindow(LocalTime.of(6, 0), LocalTime.of(6, 30)));
    Set<Instant> places = new HashSet<>();
    for (int person = 0; person < 500; person++) {
      SendMoment.At at = next(wait, NIGHT, person, "2026-12-01T05:00:00+01:00");
      assertThat(at.instant())
          .isBetween(instant("2026-12-01T09:00:00+01:00"), instant("2026-12-01T09:29:59+01:00"));
      assertThat(at.held()).isNotNull();
      places.add(at.instant());
    }
    assertThat(places).hasSizeGreaterThan(300);
  }

  @Test
  void anExactTimeInQuietHoursIsTheirEnd() {
    SendMoment.At at = next(new Daily(at("06:00")), NIGHT, 1, "2026-12-01T05:00:00+01:00");
    assertThat(at.instant()).isEqualTo(instant("2026-12-01T09:00:00+01:00"));
    assertThat(at.explain())
        .isEqualTo(
            "2026-12-01 09:00:00 Europe/Berlin (from the phone number): at 06:00, held by quiet"
                + " hours of the campaign until 09:00 Europe/Berlin");
  }

  @Test
  void oneWhoEntersAWindowWhenTheRestIsQuietWaitsForTheMorning() {
    WaitUntil wait =
        new OnDate(
            LocalDate.parse("2026-12-01"),
            new LocalWindow(LocalTime.of(20, 0), LocalTime.of(22, 0)));
    SendMoment.At at = next(wait, NIGHT, 1, "2026-12-01T21:30:00+01:00");
    assertThat(at.instant())
        .isBetween(instant("2026-12-02T09:00:00+01:00"), instant("2026-12-02T10:59:59+01:00"));
  }

  @Test
  void aStepThatDoesNotWaitIsNowOrSpreadAfterQuietHours() {
    Instant day = instant("2026-12-01T12:00:00.123+01:00");
    assertThat(LocalSchedule.now(Duration.ofHours(1), BERLIN, NIGHT, KEY, day))
        .isEqualTo(new SendMoment.At(day, BERLIN, "as soon as allowed", null));
    Set<Instant> places = new HashSet<>();
    for (int person = 0; person < 500; person++) {
      SendMoment moment =
          LocalSchedule.now(
              Duration.ofHours(1),
              BERLIN,
              NIGHT,
              key(person),
              instant("2026-12-01T23:00:00+01:00"));
      places.add(((SendMoment.At) moment).instant());
    }
    assertThat(places)
        .hasSizeGreaterThan(400)
        .allMatch(place -> !place.isBefore(instant("2026-12-02T09:00:00+01:00")))
        .allMatch(place -> place.isBefore(instant("2026-12-02T10:00:00+01:00")));
  }

  @Test
  void saysWhatHasPassedAndWhatCannotBe() {
    WaitUntil date = new OnDate(LocalDate.parse("2026-12-01"), at("10:00"));
    Instant late = instant("2026-12-01T10:00:01+01:00");
    assertThat(LocalSchedule.next(date, Map.of(), BERLIN, NIGHT, KEY, late).explain())
        .isEqualTo(
            "passed since 2026-12-01 10:00:00 Europe/Berlin (from the phone number): on 2026-12-01"
                + " at 10:00");
    WaitUntil attribute = new OnAttribute("appointment", 0, false, at("10:00"));
    assertThat(LocalSchedule.next(attribute, Map.of(), BERLIN, NIGHT, KEY, late).explain())
        .isEqualTo("The contact has no attribute appointment.");
    QuietRules always = QuietRules.of(quiet("21:00", "09:00"), quiet("09:00", "21:00"), null);
    assertThat(
            LocalSchedule.next(new Daily(at("10:00")), Map.of(), BERLIN, always, KEY, late)
                .explain())
        .isEqualTo(
            "Never sent: quiet hours of the account and the campaign leave no time in which"
                + " anything may be sent.");
  }

  private static SendMoment.At next(WaitUntil wait, QuietRules quiet, int person, String now) {
    return (SendMoment.At)
        LocalSchedule.next(wait, Map.of(), BERLIN, quiet, key(person), instant(now));
  }

  private static Spread.Key key(int person) {
    return new Spread.Key("campaign", "step", Integer.toString(person));
  }

  private static LocalWindow at(String time) {
    return LocalWindow.at(LocalTime.parse(time));
  }

  private static QuietHours quiet(String from, String to) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
