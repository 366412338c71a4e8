package dev.whatsway.workers.webhook.fact;

/**
 * What one webhook event tells. Facts hold phone numbers and what people wrote: never log one, nor
 * put one into a payload.
 */
public sealed interface WebhookFact
    permits StatusFact,
        InboundMessage,
        LinkClick,
        LandingPageView,
        TrackedClick,
        Preference,
        TemplateStatus,
        TemplateCategory,
        TemplateQuality,
        TemplateComponents,
        NumberUpdate,
        NumberName,
        Security,
        Capability,
        AccountAlert,
        AccountUpdate,
        AccountReview,
        AccountErrors,
        MessageEcho,
        Unknown {}
