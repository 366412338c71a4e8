package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.definition.JourneyPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten o'clock where each person lives, on the nights when Europe's clocks change. */
@Timeout(60)
class LocalTimeJourneysTest {

  private static final JourneyPlan AT_TEN =
      DryPeople.plan(
          """
          {"steps": [
            {"id": "ten", "type": "wait_until", "time": "10:00"},
            {"id": "hello", "type": "send", "template": {"name": "hello", "language": "en"}}]}
          """);

  /** 29 March: forward at 02:00 in Berlin. 25 October: back at 03:00. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z"})
  void eachIsSentAtTenLocalOnce(String evening) {
    Map<String, String> phones =
        Map.of(
            "America/Sao_Paulo", "+5511987654321",
            "Asia/Kolkata", "+919876543210",
            "Europe/Berlin", "+4915112345678");
    DryOutcome outcome =
        DryPeople.run(
            AT_TEN,
            phones.entrySet().stream()
                .map(person -> DryPeople.one(person.getValue(), person.getKey(), Map.of()))
                .toList(),
            DryRates.USUAL,
            Instant.parse(evening),
            Duration.ofDays(5));

    assertThat(outcome.sends()).hasSize(3);
    phones.keySet().forEach(zone -> assertThat(at(outcome, zone)).hasSize(1));
    outcome
        .sends()
        .forEach(
            send ->
                assertThat(
                        send.at().atZone(send.zone()).toLocalTime().truncatedTo(ChronoUnit.SECONDS))
                    .isEqualTo(LocalTime.of(10, 0)));
  }

  private static List<DrySend> at(DryOutcome outcome, String zone) {
    return outcome.sends().stream().filter(send -> send.zone().equals(ZoneId.of(zone))).toList();
  }
}
