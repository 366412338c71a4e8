package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A template's status changed.
 *
 * @param status Meta's word, upper case: APPROVED, PAUSED, DISABLED, …
 * @param category Meta's word, null where left out
 * @param reason why it was rejected; null where there is none
 * @param title FIRST_PAUSE, SECOND_PAUSE, UNPAUSE, …; null where left out
 */
public record TemplateStatus(
    TemplateRef template,
    String status,
    @Nullable String category,
    @Nullable String reason,
    @Nullable String title,
    Instant at)
    implements WebhookFact {}
