package dev.whatsway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Starts that come to nothing; one sentence and exit 1. */
@Timeout(120)
class SimulatorMainTest {
  @TempDir private Path folder;

  @Test
  void a_wrong_behaviour_file_is_told_by_its_field() throws IOException {
    Path file = folder.resolve("behaviour.json");
    Files.writeString(file, "{\"rates\": {\"fails\": {}}}");

    assertThat(run("--port", "0", "--behaviour", file.toString()))
        .startsWith("1: Cannot start the simulator: unknown field rates.fails; known here: click,")
        .hasLineCount(1);
  }

  @Test
  void a_missing_behaviour_file_is_told_by_its_path() {
    assertThat(run("--port", "0", "--behaviour", folder.resolve("none.json").toString()))
        .startsWith("1: Cannot start the simulator: ")
        .contains("none.json")
        .hasLineCount(1);
  }

  @Test
  void a_port_that_is_taken_is_told_with_the_way_out() {
    try (Bench bench = Bench.start()) {
      int port = bench.simulator().url().getPort();

      assertThat(run("--port", String.valueOf(port)))
          .startsWith("1: Port " + port + " on 127.0.0.1 cannot be had")
          .contains("WHATSWAY_SIMULATOR_PORT")
          .hasLineCount(1);
    }
  }

  @Test
  void a_webhook_url_that_is_none_is_told() {
    assertThat(run("--port", "0", "--webhook-url", "ftp://files.example"))
        .startsWith("1: Cannot start the simulator: the webhook URL must be an absolute http(s)");
  }

  private static String run(String... arguments) {
    StringWriter told = new StringWriter();
    int exit =
        new CommandLine(new SimulatorMain()).setErr(new PrintWriter(told, true)).execute(arguments);
    return exit + ": " + told;
  }
}
