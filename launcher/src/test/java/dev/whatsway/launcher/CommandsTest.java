package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --recipients 5 --csv x.csv | --recipients and --csv exclude each other",
        "demo --recipients 0 | --recipients is 0; give a number from 1 to 10000000.",
        "demo --recipients many | Invalid value for option '--recipients'",
        "demo --csv nowhere.csv | --csv names nowhere.csv, which is not a readable file.",
        "demo --tracking none | --tracking is none; it has to be message-workflow or ledger.",
        "demo --report nowhere/report.json | --report names nowhere/report.json, whose folder cannot be written.",
        "demo --speed 9 | Unknown options: '--speed', '9'",
        "up --info nowhere/info.json | --info names nowhere/info.json, whose folder cannot be written.",
        "chaos --minutes 0 | --minutes is 0; give a number from 1 to 1440.",
        "bench --recipients 0 | --recipients is 0; give a number from 1 to 10000000.",
        "bench --case none | --case is none; it has to be campaign, ingress or gateway.",
        "bench --case gateway --minutes 0 | --minutes is 0; give a number from 1 to 1440.",
        "bench --mode none | --mode is none; it has to be message-workflow or ledger.",
        "chaos --minutes soon | Invalid value for option '--minutes'",
        "chaos --seed x | Invalid value for option '--seed'",
        "chaos --tracking none | --tracking is none; it has to be message-workflow, ledger or both.",
        "chaos --report nowhere/report.json | --report names nowhere/report.json, whose folder cannot be written.",
        "replay | Missing required parameter: 'WORKFLOW-ID",
        "replay message/1 message/2 | Unmatched argument at index 2: 'message/2'",
        "doctor now | Unmatched argument at index 1: 'now'"
      })
  void a_wrong_option_is_told_and_ends_with_2(String arguments, String message) {
    StringWriter errors = new StringWriter();
    CommandLine commandLine = Whatsway.commandLine().setErr(new PrintWriter(errors, true));

    assertThat(commandLine.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }

  @Test
  @ResourceLock(Resources.SYSTEM_ERR)
  void a_dry_run_that_takes_too_long_is_told_in_a_sentence_and_ends_with_1() {
    PrintStream usual = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Whatsway.commandLine()
                  .setOut(new PrintWriter(new StringWriter()))
                  .execute(
                      "dry-run",
                      "../examples/journeys/welcome.json",
                      "--sample",
                      "3",
                      "--give-up",
                      "PT0.001S"))
          .isEqualTo(1);
    } finally {
      System.setErr(usual);
    }
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("whatsway: The dry run took longer than")
        .doesNotContain("should not have happened");
  }
}
