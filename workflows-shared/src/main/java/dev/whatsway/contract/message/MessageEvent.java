package dev.whatsway.contract.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact about a message that a webhook told, already stored in the ledger.
 *
 * @param at Meta's own time of the event
 * @param failure present exactly when {@code kind} is {@code FAILED}
 * @param later whether the failure holds for now only, so that the message may come again
 */
public record MessageEvent(Kind kind, Instant at, @Nullable Failure failure, boolean later) {

  /** An event that is no failure, or one for good. */
  public MessageEvent(Kind kind, Instant at, @Nullable Failure failure) {
    this(kind, at, failure, false);
  }

  /**
   * What happened; {@code ACCEPTED} is said where a webhook settles an attempt whose answer was
   * lost.
   */
  public enum Kind {
    ACCEPTED,
    SENT,
    DELIVERED,
    READ,
    CLICKED,
    REPLIED,
    FAILED
  }
}
