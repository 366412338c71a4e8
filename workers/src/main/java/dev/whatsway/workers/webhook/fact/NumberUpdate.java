package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Meta's {@code phone_number_quality_update}, which despite its name tells of throughput and limit,
 * and of the number by its digits alone.
 *
 * @param displayNumber digits alone
 * @param event ONBOARDING, THROUGHPUT_UPGRADE; others may come
 * @param limit such as {@code TIER_2K}
 */
public record NumberUpdate(
    String wabaId, String displayNumber, String event, @Nullable String limit, Instant at)
    implements WebhookFact {}
