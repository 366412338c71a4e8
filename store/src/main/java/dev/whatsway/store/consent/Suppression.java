package dev.whatsway.store.consent;

import java.time.Instant;

/**
 * Somebody gets nothing, of whatever category.
 *
 * @param reason in words
 * @param erased whether it was left behind by an erasure
 */
public record Suppression(String reason, boolean erased, Instant at) {}
