package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.console.LauncherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BullMqRunTest {

  @Test
  void its_rate_is_what_it_was_asked_for_by_its_own_clock() {
    BullMqRun run =
        BullMqRun.read("{\"count\":2000,\"seconds\":2.5,\"failed\":0,\"error\":null}", 2_000);

    assertThat(run.perSecond()).isEqualTo(800);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"count\":9,\"seconds\":1,\"failed\":2,\"error\":\"400 no\"} | 2 of 9 jobs of BullMQ failed, the first with: 400 no",
        "{\"count\":9,\"seconds\":1,\"failed\":2,\"error\":null} | 2 of 9 jobs of BullMQ failed, the first with: no reason",
        "{\"count\":8,\"seconds\":1,\"failed\":0} | BullMQ was asked for 9 messages and answered",
        "{\"count\":9,\"seconds\":0,\"failed\":0} | BullMQ was asked for 9 messages and answered",
        "{} | BullMQ was asked for 9 messages and answered {}",
        "oops | BullMQ's program answered what is no JSON: oops"
      })
  void a_turn_that_did_not_do_its_work_is_no_measurement(String answer, String message) {
    assertThatThrownBy(() -> BullMqRun.read(answer, 9))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith(message);
  }
}
