package dev.whatsway.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: a launcher that is killed cannot tidy up after itself. */
class WatchdogTest {

  @TempDir Path folder;

  private Process launcher;
  private long watchdog;

  @BeforeEach
  void startLauncher() throws IOException {
    launcher = TestClassPath.java(Victim.class.getName(), folder.toString()).start();
    BufferedReader said = launcher.inputReader();
    watchdog = Long.parseLong(said.readLine().replace("watchdog ", ""));
  }

  @AfterEach
  void endLeftovers() throws IOException {
    launcher.destroyForcibly();
    RunFolder run = RunFolder.at(folder);
    for (String name : run.names()) {
      run.pidFile(name).end(Duration.ZERO);
    }
  }

  @Test
  void ends_every_child_once_the_launcher_was_killed() throws Exception {
    PidFile gentle = RunFolder.at(folder).pidFile("gentle");
    PidFile deaf = RunFolder.at(folder).pidFile("deaf");
    assertThat(gentle.livingPid()).isNotNull();
    assertThat(deaf.livingPid()).isNotNull();

    launcher.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(5)).until(() -> gentle.livingPid() == null);
    await().atMost(Duration.ofSeconds(25)).until(() -> deaf.livingPid() == null);
  }

  @Test
  void does_not_mind_ctrl_c_or_sigterm() throws Exception {
    Signals.send("INT", watchdog);
    Signals.send("TERM", watchdog);
    PidFile gentle = RunFolder.at(folder).pidFile("gentle");
    assertThat(gentle.livingPid()).isNotNull();

    launcher.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(5)).until(() -> gentle.livingPid() == null);
  }

  @Test
  void leaves_the_children_of_another_launcher_alone() throws Exception {
    try (Supervisor next =
        new Supervisor(RunFolder.at(folder), folder, new Console(System.err, false), () -> {})) {
      next.start(Victim.child("next", List.of("sleep", "600")));
      PidFile gentle = RunFolder.at(folder).pidFile("gentle");
      PidFile deaf = RunFolder.at(folder).pidFile("deaf");

      launcher.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(25))
          .until(() -> gentle.livingPid() == null && deaf.livingPid() == null);
      assertThat(RunFolder.at(folder).pidFile("next").livingPid()).isNotNull();
    }
  }
}
