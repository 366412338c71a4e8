package dev.whatsway.store.callout;

import java.time.Instant;
import java.util.UUID;

/**
 * A host that an account's journeys may call.
 *
 * @param host in lower case
 */
public record CallHost(UUID id, String host, Instant createdAt) {}
