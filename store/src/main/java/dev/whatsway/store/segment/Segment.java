package dev.whatsway.store.segment;

import java.time.Instant;
import java.util.UUID;

/**
 * The contacts of an account that fulfil a condition when somebody asks.
 *
 * @param condition as written; {@code docs/conditions.md}
 */
public record Segment(UUID id, UUID accountId, String name, String condition, Instant createdAt) {}
