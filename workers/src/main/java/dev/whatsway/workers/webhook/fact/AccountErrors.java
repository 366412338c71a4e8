package dev.whatsway.workers.webhook.fact;

import dev.whatsway.contract.message.Failure;
import org.jspecify.annotations.Nullable;

/** An error of the account or number, of no message. */
public record AccountErrors(@Nullable String phoneNumberId, String wabaId, Failure failure)
    implements WebhookFact {}
