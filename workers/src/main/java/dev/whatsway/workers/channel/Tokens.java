package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.ChannelUpkeep;
import dev.whatsway.store.channel.Stops;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * A channel's access token: how long it lives, and its exchange. Sources: Meta, "Debugging access
 * tokens" and "Get long-lived tokens"; an expired token cannot be exchanged. No token is ever
 * logged, nor part of an exception.
 */
@Component
class Tokens {

  private static final Logger log = LoggerFactory.getLogger(Tokens.class);
  private static final String REMEDY =
      "Give the channel a new access token (PATCH /api/v1/channels/{id}); sending goes on by itself"
          + " within seconds.";

  private final GraphReader graph;
  private final ChannelUpkeep upkeep;
  private final Stops stops;
  private final Clock clock;

  Tokens(GraphReader graph, ChannelUpkeep upkeep, Stops stops, Clock clock) {
    this.graph = graph;
    this.upkeep = upkeep;
    this.stops = stops;
    this.clock = clock;
  }

  /**
   * What Meta says of a token.
   *
   * @param expiresAt null for never
   * @param appId the app that it is of, empty where Meta did not say
   */
  record Inspection(boolean valid, @Nullable Instant expiresAt, String appId) {}

  Inspection inspect(GraphLine line) {
    JsonNode data;
    try {
      data =
          graph.get(line, "/debug_token", Map.of("input_token", line.accessToken())).path("data");
    } catch (GraphReader.Refused refused) {
      if (refused.tokenInvalid()) {
        return new Inspection(false, null, "");
      }
      throw refused;
    }
    if (!data.path("is_valid").isBoolean()) {
      throw new IllegalStateException("Meta's answer tells nothing of the token");
    }
    long expires = data.path("expires_at").asLong(0);
    return new Inspection(
        data.path("is_valid").asBoolean(false),
        expires <= 0 ? null : Instant.ofEpochSecond(expires),
        data.path("app_id").asString(""));
  }

  /**
   * Stores when the token ends; an invalid one stops the channel.
   *
   * @return the end, null for never or where it is invalid
   */
  @Nullable Instant check(GraphLine line) {
    Inspection inspection = inspect(line);
    UUID channel = line.channel().id();
    if (!inspection.valid()) {
      stopUnlessReplaced(line, "Meta says that the access token is invalid or has expired.");
      return null;
    }
    upkeep.storeExpiry(channel, line.accessToken(), inspection.expiresAt());
    return inspection.expiresAt();
  }

  /**
   * Exchanges a token that ends for one that lives longer; one that never ends stays.
   *
   * @return when the token in use ends, null for never or where it is invalid
   */
  @Nullable Instant renew(GraphLine line) {
    Inspection before = inspect(line);
    if (!before.valid() || before.expiresAt() == null) {
      return check(line);
    }
    JsonNode answer =
        graph.get(
            line,
            GraphReader.versioned("oauth/access_token"),
            Map.of(
                "grant_type", "fb_exchange_token",
                "client_id", before.appId(),
                "client_secret", line.appSecret(),
                "fb_exchange_token", line.accessToken(),
                // Of system users' tokens only; others ignore it.
                "set_token_expires_in_60_days", "true"));
    String token = answer.path("access_token").asString("");
    if (token.isBlank()) {
      throw new IllegalStateException("Meta's answer to the exchange holds no token");
    }
    long seconds = answer.path("expires_in").asLong(0);
    Instant expiresAt = seconds <= 0 ? null : clock.instant().plusSeconds(seconds);
    if (upkeep.replaceToken(line.channel().id(), line.accessToken(), token, expiresAt)) {
      log.info("Channel {} has a new access token until {}", line.channel().id(), expiresAt);
    }
    return expiresAt;
  }

  private void stopUnlessReplaced(GraphLine line, String reason) {
    UUID channel = line.channel().id();
    if (upkeep.uses(channel, line.accessToken())) {
      stops.openForToken(channel, GraphReader.INVALID_TOKEN, reason, REMEDY);
    }
  }
}
