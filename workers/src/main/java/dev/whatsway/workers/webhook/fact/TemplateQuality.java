package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A template's quality changed: GREEN, YELLOW, RED or UNKNOWN. */
public record TemplateQuality(
    TemplateRef template, @Nullable String previous, String present, Instant at)
    implements WebhookFact {}
