package dev.whatsway.store.eventlog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events of an account; what is null does not matter.
 *
 * @param channelId the channel's own, and those of its whole WABA
 * @param kind a kind, or the first word of some: {@code template} is every {@code template.…}
 */
public record EventFilter(
    UUID accountId, @Nullable UUID channelId, @Nullable UUID campaignId, @Nullable String kind) {}
