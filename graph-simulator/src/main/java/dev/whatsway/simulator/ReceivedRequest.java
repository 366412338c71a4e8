package dev.whatsway.simulator;

import java.time.Instant;

/**
 * A send request as it came, accepted or not.
 *
 * @param endpoint {@code messages} or {@code marketing_messages}
 * @param body the bytes as UTF-8 text
 * @param status HTTP status of the answer; 0 where there was to be none
 */
public record ReceivedRequest(
    String version, String phoneNumberId, String endpoint, String body, int status, Instant at) {}
