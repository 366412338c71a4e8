package dev.whatsway.store.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an account wants to be told of events.
 *
 * @param events types, or {@code message.*} for all of a kind
 * @param status {@code active} or {@code disabled}
 * @param statusReason why it is disabled; null while it is active
 */
public record Subscription(
    UUID id,
    UUID accountId,
    String url,
    List<String> events,
    String status,
    @Nullable String statusReason,
    Instant createdAt,
    Instant updatedAt) {

  public static final String ACTIVE = "active";
  public static final String DISABLED = "disabled";
}
