package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.MetasBooks.LostAnswer;
import dev.whatsway.launcher.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChaosReportTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;

  private final FakeBooks books = new FakeBooks();

  @Test
  void the_table_has_a_line_for_each_invariant_and_the_causes_of_the_unknown() {
    String text = print(good());

    assertThat(text)
        .contains("Chaos of 10 min 0 s with seed 42, tracking message-workflow")
        .containsPattern("message-workflow: campaigns: 1, planned: 3, accepted: 1, .*unknown: 2")
        .contains("Killed: postgres: 1, workers: 2")
        .contains("Times to be silent: 1 pauses, 0 cancels")
        .contains("Orders and their answers: pause 200: 1")
        .contains("Unknown because of: late: 1, workers killed during the call: 1")
        .containsPattern("ok +messages planned, and accounted for +3 +3")
        .containsPattern("ok +messages sent twice, by Meta's count +0 +0")
        .contains("Every invariant holds.");
  }

  @Test
  void what_does_not_hold_is_marked_with_examples() {
    books.untaken(Person.READS, "unknown", "unknown", NOON);
    ChaosReport report = report();

    assertThat(report.good()).isFalse();
    assertThat(print(report))
        .containsPattern("NO +unknown messages, each by an injected fault +1 +0")
        .contains("        message m0")
        .contains("Not every invariant holds.");
  }

  @Test
  void the_json_says_the_same() {
    Path file = folder.resolve("report.json");
    good().write(file);

    JsonNode json = JsonMapper.shared().readTree(file.toFile());
    assertThat(json.path("holds").asBoolean()).isTrue();
    assertThat(json.path("seed").asLong()).isEqualTo(42);
    assertThat(json.path("tracking").path("message-workflow").path("planned").asLong())
        .isEqualTo(3);
    assertThat(json.path("simulator").path("duplicate_sends").asLong(-1)).isZero();
    assertThat(json.path("kills").path("workers").asLong()).isEqualTo(2);
    assertThat(json.path("unknown_by_cause").path("late").asLong()).isEqualTo(1);
    assertThat(json.path("unknown")).hasSize(2);
    assertThat(json.path("unknown").path(1).path("killed_at").asString())
        .isEqualTo(NOON.plusMillis(5).toString());
    assertThat(json.path("orders").path("pause 200").asLong()).isEqualTo(1);
    assertThat(json.path("invariants")).hasSize(13);
  }

  private ChaosReport good() {
    books.taken(Person.READS, "read", NOON);
    books.untaken(Person.READS, "unknown", "unknown", NOON);
    books.lost.add(new LostAnswer("attempt 1", "late"));
    books.untaken(Person.READS, "unknown", "unknown", NOON);
    books.kills.add(new Kill(Target.WORKERS, NOON.plusMillis(5)));
    books.kills.add(new Kill(Target.WORKERS, NOON.plusSeconds(60)));
    books.kills.add(new Kill(Target.POSTGRES, NOON.plusSeconds(70)));
    books.silences.add(new Silence("another", Command.PAUSE, NOON, NOON));
    return report();
  }

  private ChaosReport report() {
    Duration length = Duration.ofMinutes(10);
    Evidence evidence = books.evidence();
    return new ChaosReport(
        42,
        length,
        List.of("message-workflow"),
        ChaosPlan.draw(42, length),
        evidence,
        Verification.of(evidence),
        Duration.ofSeconds(75));
  }

  private static String print(ChaosReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.print(new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    return out.toString(StandardCharsets.UTF_8);
  }
}
