package dev.whatsway.store.audience;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An imported list of recipients.
 *
 * @param status {@code importing}, {@code ready} or {@code failed}
 */
public record Audience(
    UUID id,
    UUID accountId,
    String name,
    String status,
    @Nullable String statusReason,
    @Nullable String consentSource,
    long rows,
    long accepted,
    long rejected,
    Instant createdAt,
    Instant updatedAt) {}
