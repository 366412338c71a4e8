package dev.whatsway.store.channel;

import dev.whatsway.contract.message.UnknownPolicy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A WhatsApp number, without its secrets.
 *
 * @param phoneNumber E.164
 * @param graphUrl null for the deployment's
 * @param routing {@code auto} or {@code cloud_only}
 * @param fallback {@code definite} or {@code always}
 * @param throughput messages a second
 * @param throughputConfigured whether an operator has said it; else it follows what Meta says
 * @param status {@code active} until Meta was asked, then Meta's word in lower case
 * @param tokenExpiresAt null where the token never expires or nothing is known yet
 */
public record Channel(
    UUID id,
    UUID accountId,
    String name,
    String phoneNumber,
    String phoneNumberId,
    String wabaId,
    @Nullable String graphUrl,
    boolean mmEnabled,
    int mmRolloutPercent,
    String routing,
    String fallback,
    UnknownPolicy unknownPolicy,
    int throughput,
    boolean throughputConfigured,
    String status,
    @Nullable String statusReason,
    String qualityRating,
    @Nullable String messagingLimit,
    @Nullable Instant tokenExpiresAt,
    Instant createdAt,
    Instant updatedAt) {}
