package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.Stop;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Asks Meta whether the cause of a stop is gone. In doubt it is not. */
@Component
class Probes {

  private final GraphReader graph;
  private final Tokens tokens;
  private final TemplateSync templates;

  Probes(GraphReader graph, Tokens tokens, TemplateSync templates) {
    this.graph = graph;
    this.tokens = tokens;
    this.templates = templates;
  }

  boolean isGone(GraphLine line, Stop stop) {
    return switch (stop.cause()) {
      case TOKEN -> stop.code() == GraphReader.INVALID_TOKEN && tokens.inspect(line).valid();
      case NUMBER -> isFine(node(line, line.channel().phoneNumberId()));
      case WABA -> isAvailable(node(line, line.channel().wabaId()));
      case TEMPLATE -> templates.isApproved(line, stop.scopeKey());
    };
  }

  /**
   * A number that Meta limits for its quality stays connected, so its quality counts as well. Where
   * Meta shows no health, its status has to do.
   */
  private static boolean isFine(JsonNode number) {
    return number.path("status").asString("").equals("CONNECTED")
        && !number.path("quality_rating").asString("").equals("RED")
        && (number.path("health_status").isMissingNode() || isAvailable(number));
  }

  private static boolean isAvailable(JsonNode node) {
    return node.path("health_status").path("can_send_message").asString("").equals("AVAILABLE");
  }

  private JsonNode node(GraphLine line, String id) {
    return graph.get(
        line,
        GraphReader.versioned(id),
        Map.of(
            "fields",
            id.equals(line.channel().wabaId())
                ? "health_status"
                : "status,quality_rating,throughput,whatsapp_business_manager_messaging_limit,health_status"));
  }
}
