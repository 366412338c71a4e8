package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.rules.FrequencyCap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dry runs of people whose account lets them have one message a week. */
@Timeout(60)
class CappedDryRunTest {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final List<FrequencyCap> ONE_A_WEEK = List.of(new FrequencyCap(1, WEEK));
  private static final Instant START = DryPeople.START;

  private static final JourneyPlan THREE_IN_A_WEEK =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "one", "type": "send", "template": {"name": "one", "language": "en"}},
            {"id": "w1", "type": "wait", "duration": "P3D"},
            {"id": "two", "type": "send", "template": {"name": "two", "language": "en"},
             "on_failure": "miss", "next": "exit"},
            {"id": "miss", "type": "set_attribute", "name": "missed", "value": "yes"},
            {"id": "w2", "type": "wait", "duration": "P3D"},
            {"id": "three", "type": "send", "template": {"name": "three", "language": "en"}}]}
          """);

  private static final JourneyPlan ONE_AND_ANOTHER_EIGHT_DAYS_LATER =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "one", "type": "send", "template": {"name": "one", "language": "en"}},
            {"id": "w1", "type": "wait", "duration": "P8D"},
            {"id": "two", "type": "send", "template": {"name": "two", "language": "en"}}]}
          """);

  /** At 21:00 where they live. */
  private static final JourneyPlan IN_THE_EVENING =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "w1", "type": "wait", "duration": "PT12H"},
            {"id": "one", "type": "send", "template": {"name": "one", "language": "en"}},
            {"id": "told", "type": "wait_for", "event": "failed", "of": "one", "timeout": "P1D",
             "then": "exit", "otherwise": "late"},
            {"id": "late", "type": "wait", "duration": "P1D"}]}
          """);

  @Test
  void sendsWhatFitsAndGoesOnByOnFailureWithTheRest() {
    DrySetting setting =
        setting(THREE_IN_A_WEEK, DryPeople.many(4, Map.of()), "MARKETING", Map.of());

    DryReport report = report(setting);

    assertThat(report.sent()).isEqualTo(4);
    assertThat(report.skipped()).isEqualTo(Map.of("capped", 8L));
    assertThat(report.steps())
        .filteredOn(step -> step.type().equals("send"))
        .extracting(DryReport.Step::id, DryReport.Step::sent, DryReport.Step::skipped)
        .containsExactly(
            tuple("one", 4L, Map.of()),
            tuple("two", 0L, Map.of("capped", 4L)),
            tuple("three", 0L, Map.of("capped", 4L)));
    assertThat(report.timeline())
        .filteredOn(line -> line.skipped() != null)
        .hasSize(8)
        .allMatch(line -> "capped".equals(line.skipped()));
    assertThat(report.ends()).isEqualTo(Map.of("completed", 4L));
    assertThat(report.deadSteps()).isEmpty();
    assertThat(report.cost()).allMatch(money -> money.messages() == 4);
  }

  @Test
  void sendsAgainOnceTheCapIsFree() {
    DrySetting setting =
        setting(
            ONE_AND_ANOTHER_EIGHT_DAYS_LATER, DryPeople.many(2, Map.of()), "MARKETING", Map.of());

    assertThat(report(setting).sent()).isEqualTo(4);
  }

  @Test
  void countsWhatPeopleGotBefore() {
    List<Contact> people = DryPeople.many(4, Map.of());
    Map<UUID, List<Instant>> got =
        Map.of(
            people.get(0).id(), List.of(START.minusSeconds(1)),
            people.get(1).id(), List.of(START.minus(WEEK).plusSeconds(1)),
            people.get(2).id(), List.of(START.minus(WEEK)));
    DrySetting setting = setting(ONE_AND_ANOTHER_EIGHT_DAYS_LATER, people, "MARKETING", got);

    DryOutcome outcome = new DryRun(setting, List.of(), DryRun.LONGEST).run();

    assertThat(outcome.sends())
        .filteredOn(send -> send.skipped() != null)
        .extracting(DrySend::step, DrySend::contactId)
        .containsExactlyInAnyOrder(
            tuple("one", people.get(0).id()), tuple("one", people.get(1).id()));
  }

  @Test
  void isAboutMarketingOnly() {
    List<Contact> people = DryPeople.many(2, Map.of());
    DrySetting setting =
        setting(
            THREE_IN_A_WEEK,
            people,
            "UTILITY",
            Map.of(people.get(0).id(), List.of(START.minusSeconds(1))));

    DryReport report = report(setting);

    assertThat(report.skipped()).isEmpty();
    assertThat(report.sent()).as("one and two").isEqualTo(4);
  }

  /** The claim looks when the night is over: so does who is told. */
  @Test
  void asksTheCapsWhenQuietHoursEnd() {
    Instant morning = START.plus(Duration.ofHours(23));
    List<Contact> people = DryPeople.many(2, Map.of());
    DrySetting setting =
        setting(
            IN_THE_EVENING,
            people,
            "MARKETING",
            Map.of(
                people.get(0).id(), List.of(morning.minus(WEEK)),
                people.get(1).id(), List.of(morning.minus(WEEK).plusSeconds(1))));

    DryOutcome outcome = new DryRun(setting, List.of(), DryRun.LONGEST).run();

    assertThat(outcome.sends()).allMatch(send -> send.at().equals(morning)).hasSize(2);
    assertThat(outcome.sends())
        .filteredOn(send -> send.skipped() != null)
        .extracting(DrySend::contactId)
        .containsExactly(people.get(1).id());
    assertThat(outcome.ends())
        .filteredOn(end -> end.contactId().equals(people.get(1).id()))
        .as("its failure is told in the morning")
        .allMatch(end -> !end.at().isBefore(morning) && end.at().isBefore(morning.plusSeconds(60)))
        .hasSize(1);
    assertThat(outcome.ends())
        .filteredOn(end -> end.contactId().equals(people.get(0).id()))
        .allMatch(end -> end.at().isAfter(morning.plus(Duration.ofDays(1))));
  }

  private static DryReport report(DrySetting setting) {
    return DryReports.of(setting, new DryRun(setting, List.of(), DryRun.LONGEST).run());
  }

  private static DrySetting setting(
      JourneyPlan plan, List<Contact> people, String category, Map<UUID, List<Instant>> got) {
    QuietRules nights =
        new QuietRules(
            List.of(
                new QuietRules.Rule(
                    QuietRules.Holder.ACCOUNT,
                    new QuietHours(LocalTime.of(20, 0), LocalTime.of(8, 0)),
                    null)));
    return new DrySetting(
        plan,
        people,
        ZoneId.of("Europe/Berlin"),
        category,
        person -> nights,
        new DryCaps(ONE_A_WEEK, got),
        DryRates.USUAL,
        Rates.none(),
        START,
        Duration.ofDays(30));
  }
}
