package dev.whatsway.api.subscription;

import dev.whatsway.store.subscription.Delivery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A delivery as the API shows it.
 *
 * @param eventId the header {@code webhook-id}: the same for every try
 * @param data as it was sent
 * @param httpStatus the receiver's last answer; null where there was none
 * @param error what went wrong last
 */
@Schema(name = "Delivery")
record DeliveryView(
    long id,
    UUID eventId,
    String type,
    Instant occurredAt,
    JsonNode data,
    String state,
    int tries,
    @Nullable Instant finishedAt,
    @Nullable Integer httpStatus,
    @Nullable String error) {

  static DeliveryView of(Delivery delivery, JsonMapper json) {
    return new DeliveryView(
        delivery.id(),
        delivery.eventId(),
        delivery.type(),
        delivery.occurredAt(),
        json.readTree(delivery.data()),
        delivery.state(),
        delivery.tries(),
        delivery.finishedAt(),
        delivery.httpStatus(),
        delivery.error());
  }
}
