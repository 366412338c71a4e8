package dev.whatsway.launcher.console;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells every so often what is still being waited for: a clock in place on a terminal, a line every
 * five seconds elsewhere; nothing in the first two seconds.
 */
public final class Progress implements AutoCloseable {

  private final Console console;
  private final Set<String> pending = new ConcurrentSkipListSet<>();
  private final ScheduledExecutorService ticker;
  private final long began = System.nanoTime();
  private long lastLine = 2;

  public Progress(Console console) {
    this.console = console;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    ticker.scheduleAtFixedRate(this::tick, 500, 500, TimeUnit.MILLISECONDS);
  }

  /** Starts showing {@code what}, until {@link #done}. */
  public void waitingFor(String what) {
    pending.add(what);
  }

  public void done(String what) {
    pending.remove(what);
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void tick() {
    long seconds = elapsed().toSeconds();
    if (pending.isEmpty() || seconds < 2) {
      console.status("");
      return;
    }
    String text = "  waiting for " + String.join(", ", pending) + " ... " + seconds + " s";
    if (console.isTerminal()) {
      console.status(text);
    } else if (seconds >= lastLine) {
      lastLine = seconds + 5;
      console.line(text);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    console.status("");
  }
}
