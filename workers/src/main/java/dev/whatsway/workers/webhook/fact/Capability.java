package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the business may do changed.
 *
 * @param limit how many people it may write to in 24 hours, such as {@code TIER_2K}; null where the
 *     event tells none
 */
public record Capability(String wabaId, @Nullable String limit, Instant at)
    implements WebhookFact {}
