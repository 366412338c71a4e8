package dev.whatsway.journey.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.time.QuietRules.Release;
import dev.whatsway.journey.time.RecipientZone.Source;
import dev.whatsway.journey.time.WaitUntil.Daily;
import dev.whatsway.journey.time.WaitUntil.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * All zones, 2024 to 2030, on a grid of quarters of an hour, on which all their changes lie. What
 * is expected is found by reading the clock at each quarter, which knows nothing of the rules here.
 */
class LocalTimePropertyTest {

  private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2031-01-01T00:00:00Z");
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int QUARTERS_OF_A_DAY = 96;
  private static final List<String> ZONES =
      List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds()));
  private static final List<String> CHANGING =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe",
          "Asia/Kolkata",
          "America/Sao_Paulo",
          "Africa/Casablanca",
          "Pacific/Apia",
          "America/Nuuk",
          "Africa/Cairo",
          "America/Havana");

  /** Somebody somewhere, asked on a quarter of an hour, half of them within a day of a change. */
  record Case(ZoneId zone, Instant now) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<ZoneId> zones =
        Arbitraries.oneOf(Arbitraries.of(ZONES), Arbitraries.of(CHANGING)).map(ZoneId::of);
    long quarters = Duration.between(FIRST, LAST).dividedBy(QUARTER);
    return Combinators.combine(
            zones,
            Arbitraries.longs().between(0, quarters - 1),
            Arbitraries.integers().between(-QUARTERS_OF_A_DAY, QUARTERS_OF_A_DAY),
            Arbitraries.of(true, false))
        .as(
            (zone, quarter, off, near) -> {
              Instant any = FIRST.plus(QUARTER.multipliedBy(quarter));
              ZoneOffsetTransition change = zone.getRules().nextTransition(any);
              return near && change != null && change.getInstant().isBefore(LAST)
                  ? new Case(zone, change.getInstant().plus(QUARTER.multipliedBy(off)))
                  : new Case(zone, any);
            });
  }

  @Provide
  Arbitrary<LocalTime> times() {
    return Arbitraries.integers()
        .between(0, QUARTERS_OF_A_DAY - 1)
        .map(quarter -> LocalTime.MIDNIGHT.plus(QUARTER.multipliedBy(quarter)));
  }

  @Property(tries = 20_000)
  void aTimeOfDayIsTheNextTimeTheClockShowsItOrSkipsIt(
      @ForAll("cases") Case at, @ForAll("times") LocalTime time) {
    Instant found = start(new Daily(LocalWindow.at(time)), at);
    assertThat(found).isEqualTo(firstShown(at, time, EnumSet.allOf(DayOfWeek.class)));
  }

  @Property(tries = 5_000)
  void aWeekdayIsTheNextTimeTheClockShowsItOnOne(
      @ForAll("cases") Case at, @ForAll("times") LocalTime time, @ForAll Set<DayOfWeek> days) {
    if (!days.isEmpty()) {
      assertThat(start(new Weekly(days, LocalWindow.at(time)), at))
          .isEqualTo(firstShown(at, time, days));
    }
  }

  @Property(tries = 20_000)
  void aPlaceInAWindowIsInItsTimesUnlessTheClockSkippedThem(
      @ForAll("cases") Case at,
      @ForAll("times") LocalTime from,
      @ForAll("times") LocalTime to,
      @ForAll String contact) {
    Instant place = place(at, from, to, QuietRules.NONE, contact);
    assertThat(place).isAfterOrEqualTo(at.now());
    assertThat(place).isEqualTo(place(at, from, to, QuietRules.NONE, contact));
    LocalTime shown = place.atZone(at.zone()).toLocalTime();
    if (!isWithin(shown, from, to) && !shown.equals(from)) {
      Duration since = Duration.between(lastGap(at.zone(), place), place);
      assertThat(since).isLessThan(new LocalWindow(from, to).length().plusSeconds(1));
    }
  }

  @Property(tries = 20_000)
  void quietHoursEndAtTheFirstMomentThatNoneOfThemHolds(
      @ForAll("cases") Case at,
      @ForAll("times") LocalTime from,
      @ForAll("times") LocalTime to,
      @ForAll("times") LocalTime otherFrom,
      @ForAll("times") LocalTime otherTo) {
    QuietRules quiet =
        QuietRules.of(new QuietHours(from, to), new QuietHours(otherFrom, otherTo), null);
    Release release = quiet.earliest(at.now(), at.zone());
    if (quiet.problem().isPresent()) {
      assertThat(isQuietAllDay(from, to, otherFrom, otherTo)).isTrue();
      return;
    }
    Instant end = release instanceof Release.Held held ? held.at() : ((Release.Free) release).at();
    for (Instant quarter = at.now(); quarter.isBefore(end); quarter = quarter.plus(QUARTER)) {
      LocalTime shown = quarter.atZone(at.zone()).toLocalTime();
      assertThat(
              isWithin(shown, from, to)
                  || isWithin(shown, otherFrom, otherTo)
                  || isNearAChange(at.zone(), quarter))
          .as("quiet at %s", quarter)
          .isTrue();
    }
    LocalTime shown = end.atZone(at.zone()).toLocalTime();
    assertThat(isWithin(shown, from, to) || isWithin(shown, otherFrom, otherTo)).isFalse();
  }

  @Property(tries = 20_000)
  void nothingIsEverSentInQuietHours(
      @ForAll("cases") Case at,
      @ForAll("times") LocalTime from,
      @ForAll("times") LocalTime to,
      @ForAll("times") LocalTime quietFrom,
      @ForAll("times") LocalTime quietTo,
      @ForAll String contact) {
    QuietRules quiet = QuietRules.of(null, null, new QuietHours(quietFrom, quietTo));
    Instant place = place(at, from, to, quiet, contact);
    assertThat(place).isAfterOrEqualTo(at.now());
    assertThat(isWithin(place.atZone(at.zone()).toLocalTime(), quietFrom, quietTo)).isFalse();
  }

  @Example
  void everyQuarterOfEveryNightOfAChangeIsRight() {
    int changes = 0;
    for (String id : CHANGING) {
      ZoneId zone = ZoneId.of(id);
      for (ZoneOffsetTransition change : changes(zone)) {
        changes++;
        Case before = new Case(zone, change.getInstant().minus(Duration.ofHours(6)));
        for (int quarter = 0; quarter < QUARTERS_OF_A_DAY; quarter++) {
          LocalTime time = LocalTime.MIDNIGHT.plus(QUARTER.multipliedBy(quarter));
          assertThat(start(new Daily(LocalWindow.at(time)), before))
              .as("%s at %s in %s", time, change, id)
              .isEqualTo(firstShown(before, time, EnumSet.allOf(DayOfWeek.class)));
        }
      }
    }
    // Seven years of two changes in seven of the zones; three have none.
    assertThat(changes).isGreaterThanOrEqualTo(7 * 14);
  }

  private static List<ZoneOffsetTransition> changes(ZoneId zone) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      changes.add(next);
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return changes;
  }

  /**
   * Reads the clock each quarter until it shows the time for the first time, or just skipped it.
   */
  private static Instant firstShown(Case at, LocalTime time, Set<DayOfWeek> days) {
    Instant quarter = at.now();
    while (true) {
      ZonedDateTime shown = quarter.atZone(at.zone());
      boolean isFirst = shown.withEarlierOffsetAtOverlap().equals(shown);
      if (shown.toLocalTime().equals(time) && isFirst && days.contains(shown.getDayOfWeek())) {
        return quarter;
      }
      LocalDateTime last = quarter.minus(QUARTER).atZone(at.zone()).toLocalDateTime();
      for (LocalDateTime skipped = last.plus(QUARTER);
          skipped.isBefore(shown.toLocalDateTime());
          skipped = skipped.plus(QUARTER)) {
        if (skipped.toLocalTime().equals(time) && days.contains(skipped.getDayOfWeek())) {
          return quarter;
        }
      }
      quarter = quarter.plus(QUARTER);
    }
  }

  private static Instant start(WaitUntil wait, Case at) {
    return ((WaitUntil.Opening.Ahead) wait.next(at.now(), at.zone(), Map.of())).span().start();
  }

  private static Instant place(
      Case at, LocalTime from, LocalTime to, QuietRules quiet, String contact) {
    RecipientZone recipient = new RecipientZone(at.zone(), Source.CONTACT, false);
    SendMoment moment =
        LocalSchedule.next(
            new Daily(new LocalWindow(from, to)),
            Map.of(),
            recipient,
            quiet,
            new Spread.Key("campaign", "step", contact),
            at.now());
    return ((SendMoment.At) moment).instant();
  }

  private static boolean isWithin(LocalTime time, LocalTime from, LocalTime to) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : to.isBefore(from) && (!time.isBefore(from) || time.isBefore(to));
  }

  private static boolean isQuietAllDay(
      LocalTime from, LocalTime to, LocalTime otherFrom, LocalTime otherTo) {
    for (int quarter = 0; quarter < QUARTERS_OF_A_DAY; quarter++) {
      LocalTime time = LocalTime.MIDNIGHT.plus(QUARTER.multipliedBy(quarter));
      if (!isWithin(time, from, to) && !isWithin(time, otherFrom, otherTo)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Around the hours that are shown twice (two at Troll, Antarctica), quiet hours hold for longer.
   */
  private static boolean isNearAChange(ZoneId zone, Instant at) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(at.minus(Duration.ofHours(3)));
    return next != null
        && next.isOverlap()
        && next.getInstant().isBefore(at.plus(Duration.ofHours(3)));
  }

  private static Instant lastGap(ZoneId zone, Instant at) {
    ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusSeconds(1));
    assertThat(change).as("a change before %s", at.atOffset(ZoneOffset.UTC)).isNotNull();
    assertThat(change.isGap()).isTrue();
    return change.getInstant();
  }
}
