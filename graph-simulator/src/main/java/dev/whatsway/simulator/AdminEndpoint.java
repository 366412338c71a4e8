package dev.whatsway.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_simulator/…}: the simulator's own endpoints; they need no token and have no latency. */
final class AdminEndpoint {
  private static final int PAGE = 1000;

  private final GraphSimulator simulator;
  private final BehaviourStore behaviour;

  AdminEndpoint(GraphSimulator simulator, BehaviourStore behaviour) {
    this.simulator = simulator;
    this.behaviour = behaviour;
  }

  Answer answer(Request request) {
    try {
      return dispatch(request);
    } catch (IllegalArgumentException e) {
      return Answer.json(400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private Answer dispatch(Request request) {
    String path = String.join("/", request.path().subList(1, request.path().size()));
    return switch (request.method() + " " + path) {
      case "GET health" -> Answer.json(200, Map.of("status", "UP"));
      case "GET summary" ->
          Answer.json(200, simulator.summary(since(request.query().get("since"))));
      case "GET sends" -> sends(request);
      case "GET lost" ->
          Answer.json(
              200, simulator.lost(request.number("offset", 0), request.number("limit", PAGE)));
      case "GET requests" -> Answer.json(200, simulator.requests());
      case "GET behaviour" -> Answer.json(200, behaviour.source());
      case "PUT behaviour" -> putBehaviour(request);
      case "PUT webhook" -> putWebhook(request);
      case "POST webhooks/pause" -> {
        simulator.pauseWebhooks();
        yield Answer.json(200, Map.of("webhooks", "paused"));
      }
      case "POST webhooks/resume" -> {
        simulator.resumeWebhooks();
        yield Answer.json(200, Map.of("webhooks", "running"));
      }
      default ->
          Answer.json(
              404,
              Map.of("error", "no " + request.method() + " /_simulator/" + path + "; see README"));
    };
  }

  private Answer sends(Request request) {
    return Answer.json(
        200,
        simulator.sends(
            request.query().get("to"), request.number("offset", 0), request.number("limit", PAGE)));
  }

  private Answer putBehaviour(Request request) {
    String json = text(request);
    switch (request.query().getOrDefault("mode", "merge")) {
      case "merge" -> simulator.mergeBehaviour(json);
      case "replace" -> simulator.replaceBehaviour(json);
      default -> throw new IllegalArgumentException("mode must be merge or replace");
    }
    return Answer.json(200, behaviour.source());
  }

  private Answer putWebhook(Request request) {
    ObjectNode target = BehaviourStore.read(text(request));
    for (String field : target.propertyNames()) {
      if (!"url".equals(field) && !"app_secret".equals(field)) {
        throw new IllegalArgumentException(
            "unknown field " + field + "; known here: url, app_secret");
      }
    }
    String url = Json.text(target, "url");
    simulator.setWebhook(
        url.isEmpty() ? null : URI.create(url),
        target.has("app_secret") ? Json.text(target, "app_secret") : null);
    return Answer.json(200, Map.of("url", url));
  }

  private static @Nullable Instant since(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("since must be an ISO instant: 2026-11-24T10:00:00Z", e);
    }
  }

  private static String text(Request request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }
}
