package dev.whatsway.workers.webhook.fact;

import java.time.Instant;

/** An edit of an approved template was approved: its content is another than the one stored. */
public record TemplateComponents(TemplateRef template, Instant at) implements WebhookFact {}
