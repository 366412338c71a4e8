package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.chaos.ChaosPlan.Strike;
import dev.whatsway.launcher.process.PidFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @TempDir Path folder;

  private Process api;
  private Process workers;

  @BeforeEach
  void start() throws Exception {
    api = child("api");
    workers = child("workers");
  }

  @AfterEach
  void end() {
    api.destroyForcibly();
    workers.destroyForcibly();
  }

  @Test
  void kills_the_first_that_serves_and_notes_it() throws Exception {
    Killer killer = killer(Set.of("api", "workers"));

    killer.carryOut(strike(Target.WORKERS, Target.API));

    assertThat(workers.waitFor()).isEqualTo(128 + 9);
    assertThat(api.isAlive()).isTrue();
    assertThat(killer.kills()).containsExactly(new Kill(Target.WORKERS, NOW));
  }

  @Test
  void one_that_is_on_its_way_up_is_left_alone() throws Exception {
    Killer killer = killer(Set.of("api"));

    killer.carryOut(strike(Target.WORKERS, Target.API));

    assertThat(api.waitFor()).isEqualTo(128 + 9);
    assertThat(workers.isAlive()).isTrue();
  }

  @Test
  void none_is_killed_where_none_serves() {
    Killer killer = killer(Set.of());

    killer.carryOut(strike(Target.WORKERS, Target.API, Target.POSTGRES));

    assertThat(killer.kills()).isEmpty();
    assertThat(workers.isAlive() && api.isAlive()).isTrue();
  }

  private Killer killer(Set<String> serving) {
    return new Killer(folder, serving::contains, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Process child(String name) throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    new PidFile(folder.resolve(name + ".pid")).write(process.pid(), "TERM");
    return process;
  }

  private static Strike strike(Target... candidates) {
    return new Strike(Duration.ZERO, List.of(candidates));
  }
}
