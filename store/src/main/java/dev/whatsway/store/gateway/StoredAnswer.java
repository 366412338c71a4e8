package dev.whatsway.store.gateway;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a request with an {@code Idempotency-Key} got, byte for byte.
 *
 * @param status the HTTP status
 * @param route as the header {@code X-WhatsWay-Route} named it, null where it named none
 * @param attempts as in the header {@code X-WhatsWay-Attempts}
 */
public record StoredAnswer(
    int status,
    @Nullable String contentType,
    byte[] body,
    @Nullable String route,
    int attempts,
    UUID messageId) {}
