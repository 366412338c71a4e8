package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.time.QuietRules.Holder;
import dev.whatsway.journey.time.QuietRules.Release;
import dev.whatsway.journey.time.QuietRules.Rule;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietRulesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T20:59:59+01:00, 2026-12-01T20:59:59+01:00",
    "2026-12-01T21:00:00+01:00, 2026-12-02T09:00:00+01:00",
    "2026-12-02T03:00:00+01:00, 2026-12-02T09:00:00+01:00",
    "2026-12-02T09:00:00+01:00, 2026-12-02T09:00:00+01:00",
    // The nights in which the clocks change.
    "2026-03-29T01:59:59+01:00, 2026-03-29T09:00:00+02:00",
    "2026-10-24T23:00:00+02:00, 2026-10-25T09:00:00+01:00",
  })
  void aNightHoldsUntilTheMorning(String now, String expected) {
    Release release = QuietRules.of(null, quiet("21:00", "09:00"), null).earliest(at(now), BERLIN);
    assertThat(release)
        .isEqualTo(
            now.equals(expected)
                ? new Release.Free(at(now))
                : new Release.Held(at(expected), Holder.CAMPAIGN, BERLIN));
  }

  @Test
  void anHourThatComesTwiceIsQuietUntilItsSecondEnd() {
    QuietRules quiet = QuietRules.of(null, quiet("22:00", "02:30"), null);
    Instant end = at("2026-10-25T02:30:00+01:00");
    for (String now : List.of("02:15:00+02:00", "02:45:00+02:00", "02:15:00+01:00")) {
      assertThat(quiet.earliest(at("2026-10-25T" + now), BERLIN))
          .as(now)
          .isEqualTo(new Release.Held(end, Holder.CAMPAIGN, BERLIN));
    }
  }

  @Test
  void anEndThatTheClocksSkipIsWhenTheySkipIt() {
    QuietRules quiet = QuietRules.of(null, quiet("22:00", "02:30"), null);
    assertThat(quiet.earliest(at("2026-03-29T01:00:00+01:00"), BERLIN))
        .isEqualTo(new Release.Held(at("2026-03-29T03:00:00+02:00"), Holder.CAMPAIGN, BERLIN));
  }

  @Test
  void theRuleThatEndsLastIsNamed() {
    QuietRules quiet =
        QuietRules.of(quiet("22:00", "08:00"), quiet("12:00", "13:00"), quiet("07:00", "10:00"));
    Release.Held held = (Release.Held) quiet.earliest(at("2026-12-01T23:00:00+01:00"), BERLIN);
    assertThat(held)
        .isEqualTo(new Release.Held(at("2026-12-02T10:00:00+01:00"), Holder.COUNTRY, BERLIN));
    assertThat(held.explain())
        .isEqualTo("held by quiet hours of the recipient's country until 10:00 Europe/Berlin");
  }

  @Test
  void aRuleOfTheCampaignsZoneIsReadThere() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    QuietRules quiet =
        new QuietRules(List.of(new Rule(Holder.CAMPAIGN, quiet("21:00", "09:00"), tokyo)));
    Release.Held held = (Release.Held) quiet.earliest(at("2026-12-01T13:00:00+01:00"), BERLIN);
    assertThat(held.at()).isEqualTo(at("2026-12-02T01:00:00+01:00"));
    assertThat(held.explain())
        .isEqualTo("held by quiet hours of the campaign until 09:00 Asia/Tokyo");
  }

  @Test
  void equalTimesAreNoQuietHours() {
    QuietRules quiet = QuietRules.of(quiet("00:00", "00:00"), quiet("09:00", "09:00"), null);
    Instant now = at("2026-12-01T09:00:00+01:00");
    assertThat(quiet.earliest(now, BERLIN)).isEqualTo(new Release.Free(now));
    assertThat(quiet.problem()).isEmpty();
    assertThat(QuietRules.NONE.earliest(now, BERLIN)).isEqualTo(new Release.Free(now));
  }

  @Test
  void refusesRulesThatTogetherLeaveNoTime() {
    QuietHours night = quiet("20:00", "08:00");
    QuietHours morning = quiet("08:00", "14:00");
    QuietHours afternoon = quiet("13:00", "20:00");
    assertThat(QuietRules.of(night, morning, afternoon).problem())
        .contains(
            "quiet_hours of the account and the campaign and the recipient's country leave no time"
                + " of the day in which anything may be sent; shorten one of them.");
    assertThat(QuietRules.of(night, morning, quiet("14:00", "19:59:59")).problem()).isEmpty();
    assertThat(QuietRules.problem(night, morning, Map.of("DE", night, "FR", afternoon)))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("For FR: quiet_hours of "));
    assertThat(QuietRules.problem(night, morning, Map.of("DE", night))).isEmpty();
    assertThat(QuietRules.problem(night, quiet("08:00", "20:00"), Map.of("DE", night)))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("quiet_hours of the account and the campaign leave"));
  }

  @Test
  void rulesThatLeaveNoTimeAreNeverReleasedAndEnd() {
    QuietRules quiet = QuietRules.of(quiet("20:00", "08:00"), quiet("08:00", "20:00"), null);
    assertThat(quiet.earliest(at("2026-12-01T09:00:00+01:00"), BERLIN))
        .isEqualTo(
            new Release.Never(
                "quiet hours of the account and the campaign leave no time in which anything may"
                    + " be sent"));
  }

  @Test
  void rulesOfDifferentZonesAreFoundOutWithTheRecipient() {
    // Twelve hours from twelve: 08:00 to 20:00 in Auckland is night in Berlin, in December.
    QuietRules quiet =
        new QuietRules(
            List.of(
                new Rule(Holder.ACCOUNT, quiet("08:00", "20:00"), null),
                new Rule(Holder.CAMPAIGN, quiet("08:00", "20:00"), ZoneId.of("Pacific/Auckland"))));
    assertThat(quiet.problem()).isEmpty();
    assertThat(quiet.earliest(at("2026-12-01T09:00:00+01:00"), BERLIN))
        .isInstanceOf(Release.Never.class);
    assertThat(quiet.earliest(at("2026-07-01T09:00:00+02:00"), ZoneId.of("Asia/Tokyo")))
        .isInstanceOf(Release.Held.class);
  }

  @Test
  void timeThatIsSkippedOnTheOneNightIsFoundOnTheNext() {
    QuietRules quiet = QuietRules.of(quiet("03:00", "02:00"), null, null);
    assertThat(quiet.earliest(at("2026-03-29T01:30:00+01:00"), BERLIN))
        .isEqualTo(new Release.Held(at("2026-03-30T02:00:00+02:00"), Holder.ACCOUNT, BERLIN));
  }

  private static QuietHours quiet(String from, String to) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant at(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
