package dev.whatsway.api.recurring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 10 * * *             | 2026-12-01T09:00:00Z 2026-12-02T09:00:00Z 2026-12-03T09:00:00Z",
        "30 8,20 * * *          | 2026-12-01T07:30:00Z 2026-12-01T19:30:00Z 2026-12-02T07:30:00Z",
        "0 10 * * MON-fri       | 2026-12-01T09:00:00Z 2026-12-02T09:00:00Z 2026-12-03T09:00:00Z",
        "0 10 * * FRI-SUN       | 2026-12-04T09:00:00Z 2026-12-05T09:00:00Z 2026-12-06T09:00:00Z",
        "0 10 * * 0,7           | 2026-12-06T09:00:00Z 2026-12-13T09:00:00Z 2026-12-20T09:00:00Z",
        "5 */8 * * *            | 2026-12-01T07:05:00Z 2026-12-01T15:05:00Z 2026-12-01T23:05:00Z",
        "0 9 1,15 * *           | 2026-12-01T08:00:00Z 2026-12-15T08:00:00Z 2027-01-01T08:00:00Z",
        "0 9 31 * *             | 2026-12-31T08:00:00Z 2027-01-31T08:00:00Z 2027-03-31T07:00:00Z",
        "0 0 29 feb *           | 2028-02-28T23:00:00Z 2032-02-28T23:00:00Z",
        "0 10 * 1-6/2 *         | 2027-01-01T09:00:00Z 2027-01-02T09:00:00Z 2027-01-03T09:00:00Z"
      })
  void comesAtItsTimes(String cron, String times) {
    assertThat(Cron.of(cron).next(Instant.parse("2026-12-01T00:00:00Z"), BERLIN, 3))
        .isEqualTo(List.of(times.split(" ")).stream().map(Instant::parse).toList());
  }

  @Test
  void leavesOutATimeThatTheClocksSkipAndComesOnceAtOneThatComesTwice() {
    Cron cron = Cron.of("30 2 * * SUN");
    assertThat(cron.next(Instant.parse("2026-03-22T00:00:00Z"), BERLIN, 2))
        .as("none on March 29, when the clocks go forward")
        .containsExactly(
            Instant.parse("2026-03-22T01:30:00Z"), Instant.parse("2026-04-05T00:30:00Z"));
    assertThat(cron.next(Instant.parse("2026-10-24T00:00:00Z"), BERLIN, 2))
        .as("once on October 25, when they go back")
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-11-01T01:30:00Z"));
    assertThat(Cron.of("0 10 * * *").next(Instant.parse("2026-10-24T12:00:00Z"), BERLIN, 1))
        .as("ten o'clock stays ten o'clock")
        .containsExactly(Instant.parse("2026-10-25T09:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 10 * *            | five fields",
        "0 10 * * * *        | five fields",
        "* 10 * * *          | one minute",
        "0,30 10 * * *       | one minute",
        "60 10 * * *         | minute that cannot be read, 60",
        "0 24 * * *          | hour that cannot be read, 24",
        "0 9-5 * * *         | hour that cannot be read, 9-5",
        "0 10 0 * *          | day of the month",
        "0 10 * 13 *         | month that cannot be read",
        "0 10 * * FUNDAY     | names such as MON",
        "0 10 * * 8          | day of the week",
        "0 */0 * * *         | hour",
        "0 1--2 * * *        | hour",
        "0 10, * * *         | an empty one",
        "0 -1 * * *          | hour",
        "0 10 13 * FRI       | not both",
        "0 999999999999 * * *| hour"
      })
  void namesWhatIsWrong(String cron, String message) {
    assertThatThrownBy(() -> Cron.of(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
