package dev.whatsway.api.gateway;

import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphReply;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a client gets.
 *
 * @param contentType null where Meta gave none
 * @param route by which the answer came, null where no call was made or none was answered
 * @param attempts how many calls were made
 * @param messageId ours, null where nothing was admitted
 * @param retryAfter null where nothing is known of a better time
 * @param replayed whether it is the answer of an earlier request with the same key
 */
record GatewayAnswer(
    int status,
    @Nullable String contentType,
    byte[] body,
    @Nullable Route route,
    int attempts,
    @Nullable UUID messageId,
    @Nullable Duration retryAfter,
    boolean replayed) {

  static GatewayAnswer local(int status, byte[] body) {
    return new GatewayAnswer(status, "application/json", body, null, 0, null, null, false);
  }

  /** Meta's own, as it came; {@link #of} says by which call. */
  static GatewayAnswer metas(GraphReply.Answered reply) {
    return new GatewayAnswer(
        reply.http(), reply.contentType(), reply.body(), null, 0, null, null, false);
  }

  GatewayAnswer of(@Nullable Route by, int calls, @Nullable UUID message) {
    return new GatewayAnswer(status, contentType, body, by, calls, message, retryAfter, replayed);
  }

  GatewayAnswer after(Duration pause) {
    return new GatewayAnswer(
        status, contentType, body, route, attempts, messageId, pause, replayed);
  }

  GatewayAnswer with(byte[] other) {
    return new GatewayAnswer(
        status, contentType, other, route, attempts, messageId, retryAfter, replayed);
  }

  String routeWord() {
    return route == null ? "none" : route.wire();
  }
}
