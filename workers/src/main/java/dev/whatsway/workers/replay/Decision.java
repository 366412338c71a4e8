package dev.whatsway.workers.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * One line of what a workflow did or was told.
 *
 * @param eventId the event of the history that says so
 * @param since since the workflow's start; of a history that continues another, since its own
 * @param words what, and why; a single line without control characters
 */
public record Decision(long eventId, Instant at, Duration since, String words) {}
