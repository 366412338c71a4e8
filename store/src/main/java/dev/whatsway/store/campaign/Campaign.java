package dev.whatsway.store.campaign;

import dev.whatsway.contract.campaign.CampaignStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as stored.
 *
 * @param fallbackChannelIds channels to send through while a stop stands against the channel itself
 * @param category Meta's, upper case
 * @param variables how each template variable is made from a recipient
 * @param startAt null for at once
 * @param misfire {@code skip} or {@code send}
 */
public record Campaign(
    UUID id,
    UUID accountId,
    String name,
    UUID channelId,
    List<UUID> fallbackChannelIds,
    UUID audienceId,
    String templateName,
    String templateLanguage,
    String category,
    Map<String, String> variables,
    @Nullable Instant startAt,
    String timezone,
    @Nullable Instant startBy,
    String misfire,
    String tracking,
    Duration messageTtl,
    Duration unknownDeadline,
    CampaignStatus status,
    @Nullable String statusReason,
    Instant createdAt,
    @Nullable Instant launchedAt,
    @Nullable Instant startedAt,
    @Nullable Instant closedAt,
    Instant updatedAt) {}
