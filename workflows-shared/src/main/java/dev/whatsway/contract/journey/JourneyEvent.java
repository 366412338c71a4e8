package dev.whatsway.contract.journey;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a person on their way, already stored.
 *
 * @param kind as {@link AwaitedEvent#kind}
 * @param subject the send step whose message it was, or the name of a custom event
 * @param message which of the step's messages: the journey's ordinal and the visit, as {@code 7/1};
 *     null for a custom event
 */
public record JourneyEvent(String kind, String subject, @Nullable String message) {}
