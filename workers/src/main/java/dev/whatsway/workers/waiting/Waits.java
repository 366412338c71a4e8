package dev.whatsway.workers.waiting;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Waits for a condition and for a durable timer that an operator sees, with its reason, in the
 * Temporal UI.
 *
 * <p>{@code Workflow.await(Duration, condition)} leaves its timer alive when the condition comes
 * first (Java SDK 1.38), which costs a timer event and a workflow task later on, for every pause
 * and every early webhook. Here the timer is canceled.
 */
public final class Waits {

  /**
   * Waits until the condition holds or the time is over.
   *
   * @param summary shown on the timer in the UI; holds no personal data
   * @return whether the condition holds
   */
  public static boolean until(Supplier<Boolean> condition, Duration timeout, String summary) {
    if (condition.get() || timeout.isZero() || timeout.isNegative()) {
      return condition.get();
    }
    AtomicReference<Promise<Void>> timer = new AtomicReference<>();
    CancellationScope scope =
        Workflow.newCancellationScope(
            () ->
                timer.set(
                    Workflow.newTimer(
                        timeout, TimerOptions.newBuilder().setSummary(summary).build())));
    scope.run();
    Workflow.await(() -> condition.get() || timer.get().isCompleted());
    boolean held = condition.get();
    if (!timer.get().isCompleted()) {
      scope.cancel("the wait is over");
    }
    return held;
  }

  /** Returns the workflow's own time, which is the same on replay. */
  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private Waits() {}
}
