package dev.whatsway.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that notes one process: pid, start mark, the signal that asks it to end, owner, a line
 * each. A process is only ever signalled when the mark says that it is the noted one.
 */
public final class PidFile {

  private final Path path;

  public PidFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** Notes a process that runs already, such as this one. */
  public void write(long pid, String signal) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(fresh, pid + "\n" + ProcessMark.of(pid) + "\n" + signal + "\nnobody\n");
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The pid of the noted process if exactly that process still lives, else null. */
  public @Nullable Long livingPid() {
    Note note = read();
    return note != null && note.mark().equals(ProcessMark.of(note.pid())) ? note.pid() : null;
  }

  /**
   * Asks the noted process to end, forces it after {@code grace}, and deletes the file.
   *
   * @return false when no such process lived
   */
  public boolean end(Duration grace) throws IOException {
    Note note = read();
    boolean lived = note != null && livingPid() != null;
    if (note != null && lived) {
      Signals.send(note.signal(), note.pid());
      if (!gone(grace)) {
        Signals.send("KILL", note.pid());
        gone(Duration.ofSeconds(10));
      }
    }
    Files.deleteIfExists(path);
    return lived;
  }

  private boolean gone(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (livingPid() != null) {
      if (System.nanoTime() > deadline || !Pause.millis(50)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Note read() {
    try {
      List<String> lines = Files.readAllLines(path);
      return new Note(Long.parseLong(lines.get(0)), lines.get(1), lines.get(2));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      // Cut short by a crash of the machine: it notes nothing that could still live.
      return null;
    }
  }

  private record Note(long pid, String mark, String signal) {}
}
