package dev.whatsway.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir Path folder;

  private Process process;
  private PidFile file;

  @BeforeEach
  void startProcess() throws IOException {
    process = new ProcessBuilder("sleep", "600").start();
    file = new PidFile(folder.resolve("child.pid"));
  }

  @AfterEach
  void endProcess() {
    process.destroyForcibly();
  }

  @Test
  void knows_the_process_it_notes() throws IOException {
    file.write(process.pid(), "TERM");

    assertThat(file.livingPid()).isEqualTo(process.pid());
  }

  @Test
  void knows_when_the_process_has_ended() throws Exception {
    file.write(process.pid(), "TERM");
    process.destroyForcibly().waitFor();

    assertThat(file.livingPid()).isNull();
    assertThat(file.end(Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void never_ends_a_process_that_merely_got_the_same_pid() throws IOException {
    file.write(process.pid(), "TERM");
    List<String> lines = Files.readAllLines(file.path());
    Files.write(file.path(), List.of(lines.get(0), lines.get(1) + "0", lines.get(2), lines.get(3)));

    assertThat(file.livingPid()).isNull();
    assertThat(file.end(Duration.ofSeconds(1))).isFalse();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void ends_the_process_and_is_gone() throws Exception {
    file.write(process.pid(), "TERM");

    assertThat(file.end(Duration.ofSeconds(10))).isTrue();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void forces_a_process_that_does_not_listen() throws Exception {
    Process deaf =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done")
            .start();
    try {
      // The trap is set once the word has come.
      assertThat(deaf.getInputStream().read()).isEqualTo('r');
      file.write(deaf.pid(), "TERM");

      assertThat(file.end(Duration.ofMillis(300))).isTrue();
      assertThat(deaf.waitFor()).isEqualTo(128 + 9);
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  void an_unreadable_file_notes_nothing() throws IOException {
    Files.writeString(file.path(), "12");

    assertThat(file.livingPid()).isNull();
  }
}
