package dev.whatsway.api.gateway;

import dev.whatsway.graph.GraphError;
import dev.whatsway.graph.GraphReply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads of Meta's answers what routes and the ledger depend on. */
@Component
final class MetaReplies {

  private final JsonMapper json;

  MetaReplies(JsonMapper json) {
    this.json = json;
  }

  SmartRouter.End read(GraphReply reply) {
    if (reply instanceof GraphReply.NotSent notSent) {
      return new SmartRouter.End.NotSent(notSent.cause());
    }
    if (reply instanceof GraphReply.Lost lost) {
      return new SmartRouter.End.Lost(lost.cause());
    }
    GraphReply.Answered answered = (GraphReply.Answered) reply;
    String body = new String(answered.body(), StandardCharsets.UTF_8);
    if (answered.http() / 100 != 2) {
      return new SmartRouter.End.Answered(answered.http(), GraphError.read(json, body), null, null);
    }
    JsonNode message = message(body);
    String wamid = message == null ? "" : message.path("id").asString("").strip();
    JsonNode status = message == null ? null : message.path("message_status");
    return new SmartRouter.End.Answered(
        answered.http(),
        null,
        wamid.isEmpty() ? null : wamid,
        status != null && status.isString() ? status.asString() : null);
  }

  private @Nullable JsonNode message(String body) {
    try {
      return json.readTree(body).path("messages").path(0);
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
