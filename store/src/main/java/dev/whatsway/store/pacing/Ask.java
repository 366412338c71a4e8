package dev.whatsway.store.pacing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the right to call Meta once from a number.
 *
 * @param campaignId what shares the number fairly with its like; null for the gateway's messages
 */
public record Ask(UUID channelId, @Nullable UUID campaignId, Traffic traffic) {}
