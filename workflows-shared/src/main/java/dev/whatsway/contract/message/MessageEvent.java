package dev.whatsway.contract.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact about a message that a webhook told, already stored in the ledger.
 *
 * @param at Meta's own time of the event
 * @param failure present exactly when {@code kind} is {@code FAILED}
 */
public record MessageEvent(Kind kind, Instant at, @Nullable Failure failure) {

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
