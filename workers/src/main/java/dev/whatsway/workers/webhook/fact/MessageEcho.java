package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody answered from the WhatsApp Business app on the same number.
 *
 * @param to E.164 with its plus sign
 * @param type Meta's word for the kind of message
 */
public record MessageEcho(
    @Nullable String phoneNumberId,
    @Nullable String wamid,
    @Nullable String to,
    String type,
    Instant at)
    implements WebhookFact {}
