package dev.whatsway.store.gateway;

/**
 * A request that may be repeated without a second send.
 *
 * @param key the {@code Idempotency-Key} as sent, of 1 to 255 characters
 * @param requestHash SHA-256 of the method, the path and the body
 */
public record IdempotentRequest(String key, byte[] requestHash) {}
