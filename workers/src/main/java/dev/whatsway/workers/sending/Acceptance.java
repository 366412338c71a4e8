package dev.whatsway.workers.sending;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Meta's answer to a message that it took.
 *
 * @param messageStatus {@code accepted}, {@code held_for_quality_assessment} or {@code paused};
 *     Meta's pages disagree whether it is always there, and absent means accepted
 */
record Acceptance(String wamid, String messageStatus) {

  private static final String ACCEPTED = "accepted";

  /** Returns null where the body names no wamid: then nobody knows what became of the message. */
  static @Nullable Acceptance read(JsonMapper json, String body) {
    JsonNode message;
    try {
      message = json.readTree(body).path("messages").path(0);
    } catch (JacksonException notJson) {
      return null;
    }
    JsonNode id = message.path("id");
    return id.isString() && !id.asString().isBlank()
        ? new Acceptance(id.asString(), message.path("message_status").asString(ACCEPTED))
        : null;
  }

  /** Returns the status of a message that Meta took but holds, null where it is on its way. */
  @Nullable String heldAs() {
    return messageStatus.equals(ACCEPTED) ? null : messageStatus;
  }
}
