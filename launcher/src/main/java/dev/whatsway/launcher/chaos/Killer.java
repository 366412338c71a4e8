package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Strike;
import dev.whatsway.launcher.process.PidFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Kills children of the launcher, which starts them again, and keeps a list of what it did. */
final class Killer {

  private final Path runFolder;
  private final Predicate<String> serves;
  private final Clock clock;
  private final List<Kill> kills = new CopyOnWriteArrayList<>();

  /**
   * @param runFolder where the pid files are
   * @param serves tells of a child's name whether it serves
   */
  Killer(Path runFolder, Predicate<String> serves, Clock clock) {
    this.runFolder = runFolder;
    this.serves = serves;
    this.clock = clock;
  }

  /** Kills the first candidate that serves; none where all are on their way up. */
  void carryOut(Strike strike) {
    for (Target target : strike.candidates()) {
      if (serves.test(target.child()) && kill(target)) {
        return;
      }
    }
  }

  /** Returns what was killed so far. */
  List<Kill> kills() {
    return List.copyOf(kills);
  }

  private boolean kill(Target target) {
    Long pid = new PidFile(runFolder.resolve(target.child() + ".pid")).livingPid();
    Optional<ProcessHandle> process = pid == null ? Optional.empty() : ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return false;
    }
    // Before the signal: what happens right after it must not look earlier than its cause.
    Instant at = clock.instant();
    boolean killed = process.get().destroyForcibly();
    if (killed) {
      kills.add(new Kill(target, at));
    }
    return killed;
  }
}
