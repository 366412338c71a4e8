package dev.whatsway.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One send the simulated Meta accepted.
 *
 * @param to the recipient as digits without plus sign, or a business-scoped user id
 * @param route the route taken: {@code marketing_messages} or {@code cloud}
 * @param endpoint the path it came by: {@code marketing_messages} or {@code messages}; the first
 *     with route {@code cloud} is Meta's own fallback
 * @param template the template's name, null for other messages
 * @param bizOpaqueCallbackData null if none was sent or Meta drops it
 */
public record AcceptedSend(
    String wamid,
    String phoneNumberId,
    String to,
    String route,
    String endpoint,
    @Nullable String template,
    Instant at,
    @Nullable String bizOpaqueCallbackData) {}
