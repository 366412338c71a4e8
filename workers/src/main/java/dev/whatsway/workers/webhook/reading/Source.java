package dev.whatsway.workers.webhook.reading;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.Unknown;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event, opened.
 *
 * @param wabaId empty where Meta left it out
 * @param at when Meta says that it happened, where the item itself does not say it
 * @param contact ids of the person an inbound message is from: {@code wa_id}, {@code user_id},
 *     {@code parent_user_id}
 */
record Source(
    String wabaId,
    @Nullable String phoneNumberId,
    String field,
    Instant at,
    Instant receivedAt,
    JsonNode item,
    JsonNode contact) {

  static Source of(JsonNode payload, PendingEvent event) {
    return new Source(
        payload.path("waba_id").asString(""),
        event.phoneNumberId(),
        payload.path("field").asString(""),
        Lenient.time(payload.path("time"), event.receivedAt()),
        event.receivedAt(),
        payload.path("item"),
        payload.path("contact"));
  }

  Unknown unknown() {
    return new Unknown("field:" + (field.matches("[a-z_]{1,40}") ? field : "unnamed"));
  }
}
