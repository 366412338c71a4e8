package dev.whatsway.api.inbox;

import dev.whatsway.store.inbox.SetAside.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A webhook event, without what it says.
 *
 * @param error what its last try came to
 */
@Schema(name = "InboxEvent")
record InboxEventView(
    long id,
    @Schema(example = "status") String kind,
    @Schema(allowableValues = {"pending", "done", "set_aside"}) String state,
    @Nullable String error,
    int tries,
    Instant receivedAt) {

  static InboxEventView of(Event event) {
    return new InboxEventView(
        event.id(),
        event.kind().wire(),
        event.state(),
        event.error(),
        event.tries(),
        event.receivedAt());
  }

  /**
   * A webhook event with what it says.
   *
   * @param payload what Meta sent is its {@code item}
   */
  @Schema(name = "RawInboxEvent")
  record Raw(
      long id,
      String kind,
      String state,
      @Nullable String error,
      int tries,
      Instant receivedAt,
      @Schema(type = "object", implementation = Object.class) JsonNode payload) {

    static Raw of(Event event, JsonMapper json) {
      return new Raw(
          event.id(),
          event.kind().wire(),
          event.state(),
          event.error(),
          event.tries(),
          event.receivedAt(),
          payload(event.payload(), json));
    }

    private static JsonNode payload(String payload, JsonMapper json) {
      try {
        return json.readTree(payload);
      } catch (JacksonException notJson) {
        return json.valueToTree(payload);
      }
    }
  }
}
