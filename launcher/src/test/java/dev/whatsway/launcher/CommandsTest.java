package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandsTest {

  private static final String WELCOME = "../examples/journeys/welcome.json";

  @TempDir Path temp;

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
        "bench --case none | --case is none; it has to be of campaign, ingress, gateway, bulk, workflow, webhooks, import, costs, growth.",
        "bench --plots pom.xml/plots | --plots names pom.xml/plots, which cannot be made a folder.",
        "bench --rounds 0 | --rounds is 0; give a number from 1 to 99.",
        "bench --temporal cloud | --temporal is cloud; it has to be dev or server.",
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
    assertThat(failing("dry-run", WELCOME, "--sample", "3", "--give-up", "PT0.001S"))
        .contains("whatsway: The dry run took longer than")
        .doesNotContain("should not have happened");
  }

  @ParameterizedTest
  @ResourceLock(Resources.SYSTEM_ERR)
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | : caps must be a list of at most 5",
        "{\"caps\": [{\"per\": \"P7D\"}]} | : caps[0].messages must be a whole number from 1 to 100; it is missing.",
        "{\"caps\": [{\"messages\": 1, \"per\": \"P91D\"}]} | : caps[0].per must be an ISO 8601 duration from PT1M to P90D",
        "{ | cannot be read as JSON with caps."
      })
  void caps_of_a_dry_run_that_cannot_be_are_told_by_their_field(String caps, String message)
      throws IOException {
    Path file = Files.writeString(temp.resolve("caps.json"), caps);

    assertThat(failing("dry-run", WELCOME, "--caps", file.toString()))
        .contains("whatsway: " + file)
        .contains(message)
        .doesNotContain("should not have happened");
  }

  @Test
  void a_dry_run_keeps_the_caps_of_a_file() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("caps.json"), "{\"caps\": [{\"messages\": 1, \"per\": \"P90D\"}]}");
    Path journey =
        Files.writeString(
            temp.resolve("twice.json"),
            """
            {"steps": [
              {"id": "one", "type": "send", "template": {"name": "one", "language": "en"}},
              {"id": "two", "type": "send", "template": {"name": "two", "language": "en"}}]}
            """);
    StringWriter out = new StringWriter();

    assertThat(
            Whatsway.commandLine()
                .setOut(new PrintWriter(out))
                .execute("dry-run", journey.toString(), "--sample", "3", "--caps", file.toString()))
        .isZero();
    assertThat(out.toString()).contains("Messages: 3 sent").contains("not sent: 3 capped");
  }

  /** Returns what a command tells that ends with 1. */
  private static String failing(String... arguments) {
    PrintStream usual = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Whatsway.commandLine().setOut(new PrintWriter(new StringWriter())).execute(arguments))
          .isEqualTo(1);
    } finally {
      System.setErr(usual);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }
}
