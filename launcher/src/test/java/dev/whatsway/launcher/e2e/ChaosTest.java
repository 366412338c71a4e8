package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code whatsway chaos} as a person runs it, but for a minute. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ChaosTest {

  private static final String TRACKING = "both";

  @TempDir Path folder;

  private Process chaos;

  @AfterEach
  void end() throws InterruptedException {
    if (chaos != null && chaos.isAlive()) {
      // It ends its children before itself.
      chaos.destroy();
      chaos.waitFor(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyInvariantHoldsAfterAMinuteOfChaosAndNothingIsLeftBehind() throws Exception {
    Path report = folder.resolve("report.json");
    Path log = folder.resolve("chaos.log");
    chaos =
        TestClassPath.java(
                "dev.whatsway.launcher.Whatsway",
                "chaos",
                "--minutes",
                "1",
                "--seed",
                "7",
                "--tracking",
                TRACKING,
                "--report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(chaos.waitFor()).as(Files.readString(log)).isZero();

    JsonNode told = JsonMapper.shared().readTree(report.toFile());
    assertThat(told.path("holds").asBoolean()).isTrue();
    assertThat(told.path("simulator").path("duplicate_sends").asLong(-1)).isZero();
    assertThat(told.path("simulator").path("accepted_sends").asLong()).isPositive();
    assertThat(told.path("kills").properties()).isNotEmpty();
    assertThat(dataFolder(log)).doesNotExist();
  }

  private static Path dataFolder(Path log) throws IOException {
    String first = Files.readAllLines(log).get(0);
    return Path.of(first.replaceFirst(".*, in (.*), which goes .*", "$1"));
  }
}
