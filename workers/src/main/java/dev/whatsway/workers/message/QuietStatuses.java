package dev.whatsway.workers.message;

import dev.whatsway.contract.message.MessageEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which statuses a message's workflow is not told of. Nothing waits for {@code sent} and {@code
 * delivered}, yet each told by itself is a signal, a workflow task and a write to visibility: half
 * of what a message costs. So the workflow of a message that is not read soon looks once for itself
 * where its message stands, and is told of no such status until shortly before.
 *
 * <p>The ledger, and with it the API, knows every status at once.
 */
@Component
public final class QuietStatuses {

  private final Duration lookAfter;

  /**
   * @param lookAfter how long after the acceptance a workflow looks; zero to tell it everything at
   *     once
   */
  public QuietStatuses(@Value("${whatsway.messages.look-after}") Duration lookAfter) {
    this.lookAfter = lookAfter;
  }

  /** Everything is told at once. */
  public static QuietStatuses none() {
    return new QuietStatuses(Duration.ZERO);
  }

  /** Returns what a new workflow goes by; null where everything is told at once. */
  public @Nullable Duration lookAfter() {
    return lookAfter.isZero() || lookAfter.isNegative() ? null : lookAfter;
  }

  /**
   * Returns whether a status need not be told. Only in the first half of the time, so that what is
   * not told stands in the ledger long before the workflow looks.
   *
   * @param acceptedAt null where Meta has not taken the message, as far as is known
   */
  public boolean leaveOut(Kind kind, @Nullable Instant acceptedAt, Instant now) {
    return (kind == Kind.SENT || kind == Kind.DELIVERED)
        && acceptedAt != null
        && now.isBefore(acceptedAt.plus(lookAfter.dividedBy(2)));
  }
}
