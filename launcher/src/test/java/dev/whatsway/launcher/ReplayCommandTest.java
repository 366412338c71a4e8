package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Exit codes and messages of {@code replay}, on files; the end-to-end test asks a real server. */
class ReplayCommandTest {

  private static final Path READ =
      TestClassPath.projectFolder()
          .resolve("workers/src/test/resources/histories")
          .resolve("message-sendsThroughMarketingMessagesAndEndsWithTheRead.json");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_history_that_the_code_still_writes_ends_with_0() {
    assertThat(replay(READ.toString())).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("MessageWorkflow ").contains("run 63a13ee6");
    assertThat(lines)
        .anyMatch(line -> line.endsWith("signal events, webhook: sent, delivered"))
        .endsWith("Today's code takes the same decisions.");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_history_that_the_code_would_not_write_ends_with_1_and_says_where() throws IOException {
    String json = Files.readString(READ).replace("\"SendViaMarketingMessages\"", "\"SendByPost\"");
    Path changed = Files.writeString(folder.resolve("changed.json"), json);

    assertThat(replay(changed.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains(">>> here today's code diverges")
        .contains(
            "Today's code diverges: at event 5 (activity task scheduled SendByPost, \"Send through Marketing Messages\") today's code has activityType SendViaMarketingMessages, the history SendByPost.")
        .contains("docs/operations.md");
  }

  @Test
  void what_is_no_history_ends_with_2_and_its_reason() throws IOException {
    Path text = Files.writeString(folder.resolve("text.json"), "hello");
    Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {(byte) 0xff, 0, 1});

    assertThat(replay(text.toString())).isEqualTo(2);
    assertThat(replay(bytes.toString())).isEqualTo(2);
    assertThat(replay(folder.toString())).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("whatsway: The history is no JSON"),
            line -> assertThat(line).endsWith("is no text in UTF-8; export the history again."),
            line -> assertThat(line).contains(folder + " is no file; give a history.json or"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message/1 --address http://a:b:c | Temporal's address is \"http://a:b:c\", which is no HOST:PORT",
        "nowhere.json | nowhere.json is no file; give a history.json or the id of a workflow"
      })
  void what_cannot_be_asked_for_ends_with_2(String arguments, String message) {
    assertThat(replay(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("whatsway: " + message);
  }

  @Test
  void a_temporal_that_does_not_answer_ends_with_2_and_the_way_out() {
    String address = "127.0.0.1:" + Ports.anyFree();

    assertThat(replay("message/1", "--address", address)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("whatsway: No Temporal server answers at " + address)
        .contains("./whatsway up", "--address", "history.json");
  }

  private int replay(String... arguments) {
    CommandLine commandLine =
        Whatsway.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "replay";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return commandLine.execute(all);
  }
}
