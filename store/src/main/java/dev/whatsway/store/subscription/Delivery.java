package dev.whatsway.store.subscription;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for one subscription.
 *
 * @param eventId the same for every subscription and every try
 * @param data JSON
 * @param tries so far, that of a claim included
 * @param httpStatus the last answer's; null where there was none
 * @param error what went wrong last; null where nothing did
 */
public record Delivery(
    long id,
    UUID subscriptionId,
    UUID eventId,
    String type,
    Instant occurredAt,
    String data,
    String state,
    int tries,
    Instant createdAt,
    @Nullable Instant finishedAt,
    @Nullable Integer httpStatus,
    @Nullable String error) {

  public static final String PENDING = "pending";
  public static final String DELIVERED = "delivered";
  public static final String DEAD = "dead";
}
