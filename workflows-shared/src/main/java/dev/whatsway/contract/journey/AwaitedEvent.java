package dev.whatsway.contract.journey;

import org.jspecify.annotations.Nullable;

/**
 * What a step can wait for.
 *
 * @param kind {@code accepted}, {@code delivered}, {@code read}, {@code clicked}, {@code replied},
 *     {@code failed} (skipped, expired and canceled ones, too), {@code unknown} (it may have gone
 *     out) or {@code custom}
 * @param subject the send step whose message is meant, or the name of a custom event; null for any
 *     message of the journey
 */
public record AwaitedEvent(String kind, @Nullable String subject) {}
