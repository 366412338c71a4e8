package dev.whatsway.launcher.postgres;

import dev.whatsway.launcher.process.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The lock file of a server that was killed. PostgreSQL itself looks only whether some process has
 * the pid that stands in it, and refuses to start when an unrelated one has got that pid since.
 * Left-over backends are waited for by PostgreSQL's own check of the shared memory: the start fails
 * and is tried again.
 */
final class StaleServer {

  private static final String LOCK_FILE = "postmaster.pid";
  private static final int GRACE_MILLIS = 10_000;

  /**
   * Call only when no server of this folder may be running, which the lock on the data folder
   * ensures.
   */
  static void clear(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK_FILE);
    if (!Files.exists(lock)) {
      return;
    }
    List<String> lines = Files.readAllLines(lock);
    Optional<ProcessHandle> holder =
        lines.isEmpty() || !lines.get(0).matches("[0-9]{1,10}")
            ? Optional.empty()
            : ProcessHandle.of(Long.parseLong(lines.get(0)));
    if (holder.filter(ProcessHandle::isAlive).isEmpty()) {
      // PostgreSQL deals with this itself.
      return;
    }
    if (servesFolder(holder.get(), folder)) {
      endAndWait(holder.get());
    }
    Files.deleteIfExists(lock);
  }

  private static boolean servesFolder(ProcessHandle process, Path folder) {
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(folder.toString()))
        .orElse(false);
  }

  private static void endAndWait(ProcessHandle server) {
    server.destroyForcibly();
    for (int waited = 0; server.isAlive() && waited < GRACE_MILLIS; waited += 50) {
      Pause.millis(50);
    }
  }

  private StaleServer() {}
}
