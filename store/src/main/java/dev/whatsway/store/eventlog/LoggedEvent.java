package dev.whatsway.store.eventlog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the event log.
 *
 * @param channelId null where it is of no number alone
 * @param kind such as {@code template.status}
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param words what happened, for people
 * @param inboxId the webhook event it came of; the event itself is forgotten after two weeks
 */
public record LoggedEvent(
    long id,
    @Nullable UUID channelId,
    @Nullable String wabaId,
    @Nullable UUID campaignId,
    String kind,
    String severity,
    String words,
    Instant at,
    @Nullable Long inboxId) {}
