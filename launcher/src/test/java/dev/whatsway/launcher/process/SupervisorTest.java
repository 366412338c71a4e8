package dev.whatsway.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicInteger restarts = new AtomicInteger();
  private Supervisor supervisor;

  @BeforeEach
  void makeSupervisor() {
    supervisor = newSupervisor();
  }

  @AfterEach
  void endChildren() {
    supervisor.close();
  }

  @Test
  void starts_a_child_that_ended_again_and_tells() throws Exception {
    supervisor.start(Victim.child("worker", List.of("sleep", "600")));
    long first = supervisor.pids().get("worker");

    Signals.send("KILL", first);

    await().until(() -> restarts.get() == 1);
    await().until(() -> said().contains("worker serves again"));
    assertThat(supervisor.pids().get("worker")).isNotEqualTo(first);
    assertThat(RunFolder.at(folder).pidFile("worker").livingPid())
        .isEqualTo(supervisor.pids().get("worker"));
    assertThat(said()).contains("worker ended with exit code 137; starting it again in 0.3 s");
  }

  @Test
  void knows_which_child_serves() throws Exception {
    Path up = Files.createFile(folder.resolve("up"));
    supervisor.start(
        new ChildSpec(
            "worker",
            "Worker",
            () -> List.of("sleep", "600"),
            Map.of(),
            "TERM",
            () -> Files.exists(up),
            Duration.ofSeconds(20),
            1));
    assertThat(supervisor.serves("worker")).isTrue();
    assertThat(supervisor.serves("nobody")).isFalse();

    Files.delete(up);
    Signals.send("KILL", supervisor.pids().get("worker"));
    await().until(() -> restarts.get() == 1);
    assertThat(supervisor.serves("worker")).isFalse();

    Files.createFile(up);
    await().until(() -> supervisor.serves("worker"));
  }

  @Test
  void a_child_that_cannot_start_prints_the_end_of_its_log() {
    List<String> failing = List.of("sh", "-c", "echo the disk is full >&2; exit 3");

    assertThatThrownBy(
            () ->
                supervisor.start(
                    new ChildSpec(
                        "worker",
                        "Worker",
                        () -> failing,
                        Map.of(),
                        "TERM",
                        () -> false,
                        Duration.ofSeconds(10),
                        1)))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("Worker ended with exit code 3 while it started")
        .hasMessageContaining("the disk is full");
  }

  @Test
  void a_start_is_tried_as_often_as_allowed() throws Exception {
    Path count = folder.resolve("count");
    List<String> thirdTime =
        List.of(
            "sh", "-c", "echo x >>" + count + "; [ $(wc -l <" + count + ") -ge 3 ] && sleep 600");

    supervisor.start(
        new ChildSpec(
            "slow",
            "Slow",
            () -> thirdTime,
            Map.of(),
            "TERM",
            () -> Files.exists(count) && Files.readAllLines(count).size() >= 3,
            Duration.ofSeconds(20),
            5));

    assertThat(Files.readAllLines(count)).hasSize(3);
  }

  @Test
  void ends_its_children_and_starts_none_of_them_again() {
    supervisor.start(Victim.child("one", List.of("sleep", "600")));
    supervisor.start(Victim.child("two", List.of("sleep", "600")));
    List<ProcessHandle> processes =
        supervisor.pids().values().stream()
            .map(pid -> ProcessHandle.of(pid).orElseThrow())
            .toList();

    supervisor.close();

    // Ended, but a zombie until the JVM has noticed.
    await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(RunFolder.at(folder).names()).isEmpty();
    assertThat(restarts).hasValue(0);
  }

  @Test
  void ends_a_child_left_over_from_an_earlier_run_and_says_so() throws Exception {
    Process stale = new ProcessBuilder("sleep", "600").start();
    try {
      RunFolder.at(folder).pidFile("worker").write(stale.pid(), "TERM");

      newSupervisor().endStaleChildren();

      assertThat(stale.waitFor()).isEqualTo(128 + 15);
      assertThat(said())
          .contains("Ended worker (pid " + stale.pid() + "), left over from an earlier run.");
    } finally {
      stale.destroyForcibly();
    }
  }

  private Supervisor newSupervisor() {
    return new Supervisor(
        RunFolder.at(folder),
        folder,
        new Console(new PrintStream(said, true, StandardCharsets.UTF_8), false),
        restarts::incrementAndGet);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
