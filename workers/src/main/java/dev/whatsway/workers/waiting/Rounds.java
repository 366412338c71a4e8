package dev.whatsway.workers.waiting;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does rounds of some work on a thread of its own for as long as the process runs: without a pause
 * while there is something to do, and again a second after a round that failed.
 */
public final class Rounds implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration AWAY = Duration.ofSeconds(1);

  /** A round that is under way may end. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Duration idle;
  private final BooleanSupplier round;
  private @Nullable Thread thread;
  private CountDownLatch stopped = new CountDownLatch(0);

  /**
   * @param name of the thread
   * @param idle how long it rests after a round that found nothing
   * @param round returns whether it found something to do
   */
  public Rounds(String name, Duration idle, BooleanSupplier round) {
    this.name = name;
    this.idle = idle;
    this.round = round;
  }

  @Override
  public synchronized void start() {
    stopped = new CountDownLatch(1);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void stop() {
    stopped.countDown();
    try {
      if (thread != null) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!pausedUntilStopped(pause)) {
      try {
        pause = round.getAsBoolean() ? Duration.ZERO : idle;
      } catch (RuntimeException e) {
        // The message may hold somebody's data.
        log.warn("A round of {} failed: {}", name, e.getClass().getName());
        pause = AWAY;
      }
    }
  }

  private boolean pausedUntilStopped(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
