package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The page behind a followed link was shown; of which message Meta does not tell. */
public record LandingPageView(String phoneNumberId, Instant at, @Nullable String clickId)
    implements WebhookFact {}
