package dev.whatsway.launcher.process;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One supervised process. It is started once by {@link #start}, then a thread of its own starts it
 * again whenever it ends, until {@link #stop}.
 */
final class Child {

  private static final int TAIL_LINES = 15;
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final long FIRST_BACK_OFF_MILLIS = 250;
  private static final long LONGEST_BACK_OFF_MILLIS = 15_000;

  /** A process that has run this long starts with the shortest back-off again. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final ChildSpec spec;
  private final RunFolder folder;
  private final LogFile log;
  private final Console console;
  private final Runnable onRestart;
  private volatile boolean stopping;
  private volatile boolean serving;
  private volatile @Nullable Process process;

  Child(ChildSpec spec, RunFolder folder, LogFile log, Console console, Runnable onRestart) {
    this.spec = spec;
    this.folder = folder;
    this.log = log;
    this.console = console;
    this.onRestart = onRestart;
  }

  ChildSpec spec() {
    return spec;
  }

  /** Null before the first start. */
  @Nullable Long pid() {
    Process current = process;
    return current == null ? null : current.pid();
  }

  /** Whether it has been found serving since it was started last, and lives. */
  boolean isServing() {
    Process current = process;
    return serving && current != null && current.isAlive();
  }

  /**
   * Starts the process and waits until it serves.
   *
   * @throws LauncherException with the end of the log when it does not
   */
  void start() {
    int attempt = 1;
    long backOff = FIRST_BACK_OFF_MILLIS;
    spawn();
    while (!waitUntilServing()) {
      if (stopping) {
        throw new LauncherException(spec.title() + " was stopped while it started.");
      }
      if (attempt++ >= spec.startAttempts()) {
        throw new LauncherException(
            spec.title()
                + " ended with exit code "
                + current().exitValue()
                + " while it started"
                + why());
      }
      Pause.millis(backOff);
      backOff = Math.min(2 * backOff, 2_000);
      spawn();
    }
    Thread keeper = new Thread(this::keepAlive, "keep-" + spec.name());
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Ends the process in good order, or by force after a grace. */
  void stop() {
    synchronized (this) {
      stopping = true;
    }
    try {
      folder.pidFile(spec.name()).end(GRACE);
      Process left = process;
      if (left != null && left.isAlive()) {
        left.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void spawn() {
    if (stopping) {
      return;
    }
    serving = false;
    try {
      log.begin();
      ProcessBuilder builder =
          new ProcessBuilder(
              folder.childCommand(spec.name(), spec.stopSignal(), spec.command().commandLine()));
      builder.environment().putAll(spec.environment());
      Process fresh =
          builder
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
              .start();
      // Whoever reads the pid file right after a start shall find this process in it.
      process = fresh;
      while (fresh.isAlive() && !noted()) {
        Pause.millis(5);
      }
    } catch (IOException e) {
      throw new LauncherException(spec.title() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private Process current() {
    return Objects.requireNonNull(process, "not started");
  }

  private boolean noted() {
    Long noted = folder.pidFile(spec.name()).livingPid();
    return noted != null && noted == current().pid();
  }

  /** Returns false when the process ended; throws when it lives but does not serve in time. */
  private boolean waitUntilServing() {
    long deadline = System.nanoTime() + spec.patience().toNanos();
    while (current().isAlive() && !stopping) {
      if (serves()) {
        serving = true;
        return current().isAlive();
      }
      if (System.nanoTime() > deadline) {
        throw new LauncherException(
            spec.title() + " does not serve after " + Console.seconds(spec.patience()) + why());
      }
      Pause.millis(100);
    }
    return false;
  }

  private boolean serves() {
    try {
      return spec.health().serves();
    } catch (Exception e) {
      return false;
    }
  }

  private void keepAlive() {
    long backOff = FIRST_BACK_OFF_MILLIS;
    while (true) {
      long began = System.nanoTime();
      int code = waitForEnd();
      if (stopping) {
        return;
      }
      if (System.nanoTime() - began > SETTLED.toNanos()) {
        backOff = FIRST_BACK_OFF_MILLIS;
      }
      console.line(
          spec.title()
              + " ended with exit code "
              + code
              + "; starting it again in "
              + Console.seconds(Duration.ofMillis(backOff)));
      Pause.millis(backOff);
      backOff = Math.min(2 * backOff, LONGEST_BACK_OFF_MILLIS);
      restart();
    }
  }

  private void restart() {
    try {
      spawn();
      if (stopping) {
        return;
      }
      onRestart.run();
      if (waitUntilServing()) {
        console.line(spec.title() + " serves again (pid " + current().pid() + ")");
      }
    } catch (RuntimeException e) {
      if (!stopping) {
        console.line(String.valueOf(e.getMessage()));
      }
    }
  }

  private int waitForEnd() {
    while (true) {
      try {
        if (current().waitFor(1, TimeUnit.HOURS)) {
          return current().exitValue();
        }
      } catch (InterruptedException e) {
        // Only the end of the process or of the JVM ends this thread.
        continue;
      }
    }
  }

  private String why() {
    StringBuilder text = new StringBuilder("; the end of " + log.path() + ":");
    log.tail(TAIL_LINES).forEach(line -> text.append("\n    ").append(line));
    return text.toString();
  }
}
