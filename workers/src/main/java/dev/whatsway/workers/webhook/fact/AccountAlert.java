package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert of Meta's on the account.
 *
 * @param severity CRITICAL, WARNING or INFORMATIONAL
 */
public record AccountAlert(
    String wabaId,
    @Nullable String severity,
    String type,
    @Nullable String status,
    @Nullable String description,
    Instant at)
    implements WebhookFact {}
