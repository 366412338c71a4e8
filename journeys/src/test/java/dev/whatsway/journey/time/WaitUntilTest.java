package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.journey.time.WaitUntil.Daily;
import dev.whatsway.journey.time.WaitUntil.OnAttribute;
import dev.whatsway.journey.time.WaitUntil.OnDate;
import dev.whatsway.journey.time.WaitUntil.Opening;
import dev.whatsway.journey.time.WaitUntil.Weekly;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitUntilTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "09:59:59, 2026-12-01T10:00:00+01:00",
    "10:00:00, 2026-12-01T10:00:00+01:00",
    "10:00:01, 2026-12-02T10:00:00+01:00",
  })
  void aTimeOfDayIsTodayUnlessItIsOver(LocalTime now, String expected) {
    assertThat(start(new Daily(at("10:00")), "2026-12-01T" + now + "+01:00"))
        .isEqualTo(instant(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T21:59:00+01:00, 2026-12-01T22:00:00+01:00",
    "2026-12-01T23:00:00+01:00, 2026-12-01T22:00:00+01:00",
    "2026-12-02T01:59:59+01:00, 2026-12-01T22:00:00+01:00",
    "2026-12-02T02:00:00+01:00, 2026-12-02T22:00:00+01:00",
  })
  void aWindowAcrossMidnightIsOpenUntilItsEnd(String now, String expected) {
    assertThat(start(new Daily(window("22:00", "02:00")), now)).isEqualTo(instant(expected));
  }

  @ParameterizedTest
  @CsvSource({
    // The 1st of December 2026 is a Tuesday.
    "2026-12-01T08:00:00+01:00, 2026-12-01T10:00:00+01:00",
    "2026-12-01T10:00:01+01:00, 2026-12-04T10:00:00+01:00",
    "2026-12-04T10:00:00+01:00, 2026-12-04T10:00:00+01:00",
    "2026-12-04T10:00:01+01:00, 2026-12-08T10:00:00+01:00",
  })
  void aWeekdayIsTheNextOfThem(String now, String expected) {
    Weekly wait = new Weekly(Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY), at("10:00"));
    assertThat(start(wait, now)).isEqualTo(instant(expected));
  }

  @Test
  void aWindowAcrossMidnightBelongsToTheWeekdayItBeginsOn() {
    Weekly tuesdays = new Weekly(Set.of(DayOfWeek.TUESDAY), window("22:00", "02:00"));
    assertThat(start(tuesdays, "2026-12-02T01:00:00+01:00"))
        .isEqualTo(instant("2026-12-01T22:00:00+01:00"));
    assertThat(start(tuesdays, "2026-12-01T01:00:00+01:00"))
        .isEqualTo(instant("2026-12-01T22:00:00+01:00"));
  }

  @Test
  void aDateThatIsOverHasPassed() {
    OnDate wait = new OnDate(LocalDate.parse("2026-12-24"), window("10:00", "11:30"));
    Instant began = instant("2026-12-24T10:00:00+01:00");
    assertThat(start(wait, "2026-11-01T00:00:00+01:00")).isEqualTo(began);
    assertThat(start(wait, "2026-12-24T11:29:59+01:00")).isEqualTo(began);
    assertThat(next(wait, "2026-12-24T11:30:00+01:00", Map.of()))
        .isEqualTo(new Opening.Passed(began));
  }

  @ParameterizedTest
  @CsvSource({
    "-3, 2026-12-21",
    "0, 2026-12-24",
    "1, 2026-12-25",
    "8, 2027-01-01",
  })
  void anAttributesDateIsMovedByDays(int offset, String expected) {
    OnAttribute wait = new OnAttribute("appointment", offset, false, at("10:00"));
    Opening opening =
        next(wait, "2026-11-25T00:00:00+01:00", Map.of("appointment", " 2026-12-24 "));
    assertThat(((Opening.Ahead) opening).span().start())
        .isEqualTo(instant(expected + "T10:00:00+01:00"));
  }

  @Test
  void anAttributesDateThatIsOverHasPassed() {
    OnAttribute wait = new OnAttribute("appointment", -3, false, at("10:00"));
    assertThat(next(wait, "2026-12-22T00:00:00+01:00", Map.of("appointment", "2026-12-24")))
        .isEqualTo(new Opening.Passed(instant("2026-12-21T10:00:00+01:00")));
  }

  @ParameterizedTest
  @CsvSource({
    "1990-12-24, 0, 2026-11-25T00:00:00+01:00, 2026-12-24T10:00:00+01:00",
    "1990-12-24, 0, 2026-12-24T10:00:00+01:00, 2026-12-24T10:00:00+01:00",
    "1990-12-24, 0, 2026-12-24T10:00:01+01:00, 2027-12-24T10:00:00+01:00",
    // Before the turn of the year for a date after it, and the other way.
    "1990-01-02, -7, 2026-12-01T00:00:00+01:00, 2026-12-26T10:00:00+01:00",
    "1990-12-30, 7, 2027-01-02T00:00:00+01:00, 2027-01-06T10:00:00+01:00",
    "1990-12-31, 366, 2027-12-31T12:00:00+01:00, 2028-01-01T10:00:00+01:00",
    // 29 February: on the 28th, but in leap years.
    "2000-02-29, 0, 2026-11-25T00:00:00+01:00, 2027-02-28T10:00:00+01:00",
    "2000-02-29, 0, 2027-03-01T00:00:00+01:00, 2028-02-29T10:00:00+01:00",
    // Never before the date itself.
    "2031-05-01, 0, 2026-11-25T00:00:00+01:00, 2031-05-01T10:00:00+02:00",
  })
  void aYearlyAttributeIsItsNextAnniversary(String date, int offset, String now, String expected) {
    OnAttribute wait = new OnAttribute("birthday", offset, true, at("10:00"));
    assertThat(((Opening.Ahead) next(wait, now, Map.of("birthday", date))).span().start())
        .isEqualTo(instant(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "24.12.2026",
        "2026-02-29",
        "2026-12-24T10:00:00Z",
        "0000-01-01",
        "+999999999-12-31",
        "-999999999-01-01",
        "1899-12-31",
        "2200-01-01",
        "\0",
        "${date}",
      })
  void anAttributeThatIsNoDateIsNamedWithoutItsValue(String value) {
    OnAttribute wait = new OnAttribute("appointment", 366, true, at("10:00"));
    assertThat(next(wait, "2026-11-25T00:00:00+01:00", Map.of("appointment", value)))
        .isEqualTo(
            new Opening.Unknown(
                "The contact's attribute appointment is not a date such as 2026-12-24."));
  }

  @Test
  void anAttributeThatIsMissingIsNamed() {
    OnAttribute wait = new OnAttribute("appointment", 0, false, at("10:00"));
    Opening missing = new Opening.Unknown("The contact has no attribute appointment.");
    assertThat(next(wait, "2026-11-25T00:00:00+01:00", Map.of())).isEqualTo(missing);
    assertThat(next(wait, "2026-11-25T00:00:00+01:00", Map.of("appointment", " ")))
        .isEqualTo(missing);
  }

  @Test
  void refusesWhatCanNeverBeMeant() {
    assertThatThrownBy(() -> new Weekly(Set.of(), at("10:00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("days ");
    assertThatThrownBy(() -> new OnDate(LocalDate.MAX, at("10:00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("date ");
    assertThatThrownBy(() -> new OnAttribute("birthday", 367, true, at("10:00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("offset_days ");
    assertThatThrownBy(() -> new OnAttribute("a\nb", 0, true, at("10:00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("attribute ");
  }

  @ParameterizedTest
  @CsvSource({
    // 02:30 does not exist on 29 March 2026 and comes twice on 25 October.
    "Europe/Berlin, 02:30, 2026-03-29T00:00:00+01:00, 2026-03-29T03:00:00+02:00",
    "Europe/Berlin, 02:30, 2026-10-25T00:00:00+02:00, 2026-10-25T02:30:00+02:00",
    "Europe/Berlin, 02:30, 2026-10-25T02:30:01+02:00, 2026-10-26T02:30:00+01:00",
    "America/New_York, 02:30, 2026-03-08T00:00:00-05:00, 2026-03-08T03:00:00-04:00",
    "America/New_York, 01:30, 2026-11-01T00:00:00-04:00, 2026-11-01T01:30:00-04:00",
    // Half an hour only.
    "Australia/Lord_Howe, 02:15, 2026-10-04T00:00:00+10:30, 2026-10-04T02:30:00+11:00",
    "Australia/Lord_Howe, 01:45, 2026-04-05T00:00:00+11:00, 2026-04-05T01:45:00+11:00",
    // Back to standard time for Ramadan.
    "Africa/Casablanca, 02:30, 2026-02-15T00:00:00+01:00, 2026-02-15T02:30:00+01:00",
    "Africa/Casablanca, 02:30, 2026-03-22T00:00:00+00:00, 2026-03-22T03:00:00+01:00",
    // No change for years.
    "Asia/Kolkata, 02:30, 2026-03-29T00:00:00+05:30, 2026-03-29T02:30:00+05:30",
    "America/Sao_Paulo, 00:30, 2026-10-18T00:00:00-03:00, 2026-10-18T00:30:00-03:00",
    "Pacific/Apia, 03:30, 2026-04-05T00:00:00+13:00, 2026-04-05T03:30:00+13:00",
  })
  void aTimeThatTheClocksSkipIsJustAfterAndOneTheyRepeatIsTheFirst(
      String zone, LocalTime time, String now, String expected) {
    Opening opening = new Daily(LocalWindow.at(time)).next(instant(now), ZoneId.of(zone), Map.of());
    assertThat(((Opening.Ahead) opening).span().start()).isEqualTo(instant(expected));
  }

  @ParameterizedTest
  @CsvSource({
    // Skipped in part, then wholly: the latter keeps its length.
    "Europe/Berlin, 01:30, 03:30, 2026-03-29, 2026-03-29T01:30:00+01:00, 2026-03-29T03:30:00+02:00",
    "Europe/Berlin, 02:15, 03:30, 2026-03-29, 2026-03-29T03:00:00+02:00, 2026-03-29T03:30:00+02:00",
    "Europe/Berlin, 02:00, 02:45, 2026-03-29, 2026-03-29T03:00:00+02:00, 2026-03-29T03:45:00+02:00",
    // Repeated within, then at its end: there it stops, or 02:00 would be sent to.
    "Europe/Berlin, 01:00, 04:00, 2026-10-25, 2026-10-25T01:00:00+02:00, 2026-10-25T04:00:00+01:00",
    "Europe/Berlin, 02:30, 03:30, 2026-10-25, 2026-10-25T02:30:00+02:00, 2026-10-25T03:00:00+02:00",
    "Europe/Berlin, 02:00, 02:30, 2026-10-25, 2026-10-25T02:00:00+02:00, 2026-10-25T02:30:00+02:00",
  })
  void aWindowKeepsToItsTimesWhenTheClocksChange(
      String zone, String from, String to, LocalDate date, String start, String end) {
    assertThat(window(from, to).on(date, ZoneId.of(zone)))
        .isEqualTo(new Span(instant(start), instant(end)));
  }

  @Test
  void saysWhatItWaitsFor() {
    LocalWindow window = window("10:00", "11:30");
    assertThat(new Daily(at("10:00")).explain()).isEqualTo("at 10:00");
    assertThat(new Weekly(Set.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY), window).explain())
        .isEqualTo("on Mon, Fri between 10:00 and 11:30");
    assertThat(new OnDate(LocalDate.parse("2026-12-24"), window).explain())
        .isEqualTo("on 2026-12-24 between 10:00 and 11:30");
    assertThat(new OnAttribute("appointment", -3, false, window).explain())
        .isEqualTo("3 days before attribute appointment between 10:00 and 11:30");
    assertThat(new OnAttribute("birthday", 0, true, at("09:00")).explain())
        .isEqualTo("every year on attribute birthday at 09:00");
    assertThat(new OnAttribute("order_date", 1, false, at("09:00")).explain())
        .isEqualTo("1 day after attribute order_date at 09:00");
  }

  private static Instant start(WaitUntil wait, String now) {
    return ((Opening.Ahead) next(wait, now, Map.of())).span().start();
  }

  private static Opening next(WaitUntil wait, String now, Map<String, String> attributes) {
    return wait.next(instant(now), BERLIN, attributes);
  }

  private static LocalWindow at(String time) {
    return LocalWindow.at(LocalTime.parse(time));
  }

  private static LocalWindow window(String from, String to) {
    return new LocalWindow(LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
