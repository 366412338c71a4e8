package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody followed the tracked link of a message; this one we know ourselves.
 *
 * @param attemptId the send that brought the link
 */
public record TrackedClick(UUID attemptId, Instant at) implements WebhookFact {}
