package dev.whatsway.workers.webhook.fact;

/**
 * Nothing that is known here: kept raw in the inbox and counted, never an error.
 *
 * @param what Meta's own word for it, fit for a metric's tag
 */
public record Unknown(String what) implements WebhookFact {}
