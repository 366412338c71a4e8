package dev.whatsway.workers.webhook.fact;

import java.time.Instant;

/**
 * Somebody touched a number's PIN.
 *
 * @param displayNumber digits alone
 * @param event PIN_CHANGED, PIN_RESET_REQUEST, PIN_REQUEST_SUCCESS; others may come
 */
public record Security(String wabaId, String displayNumber, String event, Instant at)
    implements WebhookFact {}
