package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody followed a link of some marketing message of this number; Meta tells neither who nor
 * which.
 *
 * @param component {@code cta} or {@code body}
 * @param clickId also a parameter of the address that was opened
 */
public record LinkClick(
    String phoneNumberId,
    Instant at,
    @Nullable String component,
    @Nullable String productId,
    @Nullable String clickId)
    implements WebhookFact {}
