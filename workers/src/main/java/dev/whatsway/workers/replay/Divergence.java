package dev.whatsway.workers.replay;

/**
 * Where today's code does something else than a history says.
 *
 * @param eventId the event that it could not take; 0 where that is not known
 * @param words what the code wants and what the history has
 * @param cause the SDK's own words
 */
public record Divergence(long eventId, String words, String cause) {}
