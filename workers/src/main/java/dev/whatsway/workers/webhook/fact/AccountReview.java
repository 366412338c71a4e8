package dev.whatsway.workers.webhook.fact;

import java.time.Instant;

/** Meta has reviewed the WABA: APPROVED, REJECTED, …. */
public record AccountReview(String wabaId, String decision, Instant at) implements WebhookFact {}
