package dev.whatsway.store.dryrun;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dry run as stored.
 *
 * @param asked what was asked, JSON
 * @param status {@code asked}, {@code done} or {@code failed}
 * @param report JSON; null unless done
 * @param error why it failed, and what to do; null otherwise
 * @param endedAt null while it is to come or under way
 */
public record DryRunRow(
    UUID id,
    UUID campaignId,
    String asked,
    String status,
    @Nullable String report,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant endedAt) {}
