package dev.whatsway.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One send whose answer was lost, or late, by order of the behaviour: its sender cannot know what
 * became of it.
 *
 * @param to the recipient as digits without plus sign, or a business-scoped user id
 * @param connection what happened to the exchange, as in the behaviour
 * @param accepted whether the message was taken all the same
 * @param bizOpaqueCallbackData null if none was sent or Meta drops it
 */
public record LostAnswer(
    String to,
    String connection,
    boolean accepted,
    Instant at,
    @Nullable String bizOpaqueCallbackData) {}
