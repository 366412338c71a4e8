package dev.whatsway.store.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a dispatcher has claimed.
 *
 * @param tries claims so far, this one included
 */
public record PendingEvent(
    long id,
    EventKind kind,
    @Nullable String phoneNumberId,
    String payload,
    Instant receivedAt,
    int tries) {}
