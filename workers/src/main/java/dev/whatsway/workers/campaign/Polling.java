package dev.whatsway.workers.campaign;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for PostgreSQL to show something, inside one activity: the history holds the wait, not each
 * look. The heartbeat notices a cancellation and the end of the worker, and throws.
 */
final class Polling {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  static void until(BooleanSupplier condition) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    Duration pause = FIRST;
    while (!condition.getAsBoolean()) {
      activity.heartbeat(null);
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }

  private Polling() {}
}
