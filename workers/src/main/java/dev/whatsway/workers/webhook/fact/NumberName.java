package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Meta has decided on a number's display name.
 *
 * @param displayNumber digits alone
 */
public record NumberName(
    String wabaId, String displayNumber, String decision, @Nullable String reason, Instant at)
    implements WebhookFact {}
