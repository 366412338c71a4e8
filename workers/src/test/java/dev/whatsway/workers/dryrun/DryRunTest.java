package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.definition.JourneyPlan;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DryRunTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalTime TEN = LocalTime.of(10, 0);

  private static final JourneyPlan FORTNIGHT =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "one", "type": "send", "template": {"name": "one", "language": "en"}},
            {"id": "w1", "type": "wait", "duration": "P3D"},
            {"id": "two", "type": "send", "template": {"name": "two", "language": "en"}},
            {"id": "read", "type": "wait_for", "event": "read", "of": "two", "timeout": "P3D"},
            {"id": "three", "type": "send", "template": {"name": "three", "language": "en"}},
            {"id": "w3", "type": "wait", "duration": "P4D"},
            {"id": "four", "type": "send", "template": {"name": "four", "language": "en"}},
            {"id": "w4", "type": "wait_until", "time": "10:00", "weekdays": ["monday"]},
            {"id": "five", "type": "send", "template": {"name": "five", "language": "en"}},
            {"id": "w5", "type": "wait", "duration": "P1D"}]}
          """);

  @Test
  void aFortnightOfFiveSendsForAHundred() {
    int people = Integer.getInteger("whatsway.dry-people", 100);
    long began = System.nanoTime();
    DryOutcome outcome =
        DryPeople.run(
            FORTNIGHT, DryPeople.many(people, Map.of()), DryRates.USUAL, Duration.ofDays(30));
    System.out.println(
        people + " people took " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    assertThat(outcome.ends()).hasSize(people).allMatch(end -> end.reason().equals("completed"));
    assertThat(outcome.sends()).hasSize(5 * people);
    assertThat(outcome.sends())
        .filteredOn(send -> send.step().equals("five"))
        .allMatch(
            send ->
                send.at().atZone(BERLIN).toLocalTime().truncatedTo(ChronoUnit.MINUTES).equals(TEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "welcome",
        "abandoned-cart",
        "win-back",
        "event-reminder",
        "birthday",
        "price-drop"
      })
  void eachExampleCanBeTriedOut(String example) {
    Map<String, String> attributes =
        Map.of(
            "orders", "4",
            "event_date", "2026-03-20",
            "event_name", "Expo",
            "birthday", "1990-03-15",
            "product", "lamp");
    DryOutcome outcome =
        DryPeople.run(
            DryPeople.example(example),
            DryPeople.many(20, attributes),
            DryRates.USUAL,
            Duration.ofDays(60));

    assertThat(outcome.ends()).hasSize(20);
    assertThat(outcome.sends()).isNotEmpty();
  }

  @Test
  void whatIsMissingAtEntryIsSkippedAndWhatAStepSetsIsNot() {
    DryOutcome outcome =
        DryPeople.run(
            DryPeople.plan(
                """
                {"steps": [
                  {"id": "mark", "type": "set_attribute", "name": "tier", "value": "gold"},
                  {"id": "lacks", "type": "send", "template": {"name": "one", "language": "en"},
                   "variables": {"1": "{{name}}", "2": "{{city}}"}},
                  {"id": "late", "type": "send", "template": {"name": "two", "language": "en"},
                   "variables": {"1": "{{tier}}"}}]}
                """),
            DryPeople.many(3, Map.of()),
            DryRates.USUAL,
            Duration.ofDays(2));

    assertThat(outcome.sends())
        .hasSize(6)
        .allMatch(
            send ->
                send.step().equals("lacks")
                    ? "missing-variable:2".equals(send.skipped())
                    : send.skipped() == null);
  }
}
