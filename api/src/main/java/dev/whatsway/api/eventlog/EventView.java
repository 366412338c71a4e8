package dev.whatsway.api.eventlog;

import dev.whatsway.store.eventlog.LoggedEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a number, WABA, template or campaign.
 *
 * @param channelId null where it is of no number alone
 * @param kind such as {@code stop.opened}; docs/webhooks.md lists them, others may come
 * @param text what happened, in words
 * @param inboxId the webhook event it came of, kept for two weeks
 */
@Schema(name = "Event")
record EventView(
    long id,
    @Schema(example = "stop.opened") String kind,
    @Schema(allowableValues = {"info", "warning", "critical"}) String severity,
    String text,
    Instant at,
    @Nullable UUID channelId,
    @Nullable String wabaId,
    @Nullable UUID campaignId,
    @Nullable Long inboxId) {

  static EventView of(LoggedEvent event) {
    return new EventView(
        event.id(),
        event.kind(),
        event.severity(),
        event.words(),
        event.at(),
        event.channelId(),
        event.wabaId(),
        event.campaignId(),
        event.inboxId());
  }
}
