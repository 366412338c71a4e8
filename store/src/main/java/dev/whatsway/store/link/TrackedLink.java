package dev.whatsway.store.link;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tracked link of a message that was sent.
 *
 * @param target an http or https URL
 * @param attemptId the send that brought it; null where none is known to have been taken
 * @param clicked whether a click is known already
 */
public record TrackedLink(
    UUID messageId, String target, @Nullable UUID attemptId, boolean clicked) {}
