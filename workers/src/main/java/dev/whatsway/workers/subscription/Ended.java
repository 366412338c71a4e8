package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.DeliveryResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try that has ended.
 *
 * @param status the receiver's; null where it gave none
 * @param error null where there is a status
 */
record Ended(Delivery delivery, @Nullable Integer status, @Nullable String error) {

  private static final int GONE = 410;

  boolean delivered() {
    return status != null && status / 100 == 2;
  }

  /** Standard Webhooks: a receiver that answers so wants no event any more. */
  boolean gone() {
    return status != null && status == GONE;
  }

  DeliveryResult result(Instant now) {
    if (delivered()) {
      return result(Delivery.DELIVERED, null, null);
    }
    String why = status == null ? error : "The receiver answered " + status + ".";
    Duration pause = gone() ? null : Pauses.after(delivery.tries());
    return pause == null
        ? result(Delivery.DEAD, null, why)
        : result(Delivery.PENDING, now.plus(pause), why);
  }

  private DeliveryResult result(String state, @Nullable Instant due, @Nullable String why) {
    return new DeliveryResult(delivery.id(), delivery.tries(), state, due, status, why);
  }
}
