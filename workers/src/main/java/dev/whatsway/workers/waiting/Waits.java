package dev.whatsway.workers.waiting;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /**
   * Waits for an activity, and cancels it as soon as the condition holds.
   *
   * @param activity starts it, by {@code Async}
   * @param reason why it is canceled, for the history
   * @return its result; null where it was canceled, or has none
   */
  public static <T> @Nullable T unless(
      Supplier<Boolean> condition, String reason, Supplier<Promise<T>> activity) {
    AtomicReference<Promise<T>> result = new AtomicReference<>();
    CancellationScope scope = Workflow.newCancellationScope(() -> result.set(activity.get()));
    scope.run();
    Workflow.await(() -> condition.get() || result.get().isCompleted());
    if (condition.get()) {
      scope.cancel(reason);
      return null;
    }
    return result.get().get();
  }

  /** Returns whether a workflow, or an activity that it waited for, was canceled. */
  public static boolean isCancellation(TemporalFailure failure) {
    return failure instanceof CanceledFailure
        || (failure instanceof ActivityFailure && failure.getCause() instanceof CanceledFailure);
  }

  /** Returns the workflow's own time, which is the same on replay. */
  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private Waits() {}
}
