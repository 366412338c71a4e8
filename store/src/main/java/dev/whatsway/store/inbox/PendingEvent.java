package dev.whatsway.store.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a dispatcher has claimed, or locked to do so.
 *
 * @param tries claims so far, the present one included
 * @param accountId whose it is; null where it is nobody's here
 */
public record PendingEvent(
    long id,
    EventKind kind,
    @Nullable String phoneNumberId,
    String payload,
    Instant receivedAt,
    int tries,
    @Nullable UUID accountId) {

  /** An event whose number says whose it is. */
  public PendingEvent(
      long id,
      EventKind kind,
      @Nullable String phoneNumberId,
      String payload,
      Instant receivedAt,
      int tries) {
    this(id, kind, phoneNumberId, payload, receivedAt, tries, null);
  }

  PendingEvent claimed() {
    return new PendingEvent(id, kind, phoneNumberId, payload, receivedAt, tries + 1, accountId);
  }
}
