package dev.whatsway.launcher.process;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts children, restarts those that end, and ends all of them in reverse order. */
public final class Supervisor implements AutoCloseable {

  private static final Duration STALE_GRACE = Duration.ofSeconds(10);

  private final RunFolder folder;
  private final Path logs;
  private final Console console;
  private final Runnable onRestart;
  private final List<Child> children = new ArrayList<>();
  private boolean stopping;

  /**
   * @param onRestart called whenever a child has got a new pid after its first start
   */
  public Supervisor(RunFolder folder, Path logs, Console console, Runnable onRestart) {
    this.folder = folder;
    this.logs = logs;
    this.console = console;
    this.onRestart = onRestart;
  }

  /** Ends what an earlier launcher left running; a line tells of each. */
  public void endStaleChildren() {
    List<String> names = new ArrayList<>(folder.names());
    names.sort(Comparator.comparingInt(Supervisor::stopRank));
    for (String name : names) {
      PidFile file = folder.pidFile(name);
      Long pid = file.livingPid();
      try {
        if (file.end(STALE_GRACE)) {
          console.line("Ended " + name + " (pid " + pid + "), left over from an earlier run.");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Clients end before the servers they talk to. */
  private static int stopRank(String name) {
    return switch (name) {
      case "postgres" -> 2;
      case "temporal" -> 1;
      default -> 0;
    };
  }

  /** Starts a child and returns once it serves; may be called by several threads at once. */
  public void start(ChildSpec spec) {
    Child child =
        new Child(
            spec, folder, new LogFile(logs.resolve(spec.name() + ".log")), console, onRestart);
    synchronized (this) {
      if (stopping) {
        throw new LauncherException("Stopped while starting.");
      }
      children.add(child);
    }
    child.start();
  }

  /** The pids of all children by name, in the order they were started in. */
  public synchronized Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (Child child : children) {
      Long pid = child.pid();
      if (pid != null) {
        pids.put(child.spec().name(), pid);
      }
    }
    return pids;
  }

  /** Whether a child of that name has been found serving since it was started last. */
  public synchronized boolean serves(String name) {
    return children.stream()
        .anyMatch(child -> child.spec().name().equals(name) && child.isServing());
  }

  /** Ends all children: those without a database first, then Temporal, then PostgreSQL. */
  @Override
  public void close() {
    List<Child> toStop;
    synchronized (this) {
      stopping = true;
      toStop = new ArrayList<>(children);
    }
    Collections.reverse(toStop);
    toStop.sort(Comparator.comparingInt(child -> stopRank(child.spec().name())));
    for (Child child : toStop) {
      child.stop();
    }
  }
}
