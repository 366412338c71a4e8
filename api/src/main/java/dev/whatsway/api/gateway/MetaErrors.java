package dev.whatsway.api.gateway;

import dev.whatsway.api.security.Passage;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.gateway.Admission;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our own refusals in the shape of Meta's errors, so that a client's library reads them. The code
 * is the one that Meta's pages give for the same trouble; {@code details} says that it is ours.
 */
@Component
final class MetaErrors {

  private static final String OAUTH = "OAuthException";

  private final JsonMapper json;

  MetaErrors(JsonMapper json) {
    this.json = json;
  }

  GatewayAnswer invalid(String details) {
    return error(400, 100, OAUTH, "Invalid parameter", details, false);
  }

  /** Parameters that do not fit their template. */
  GatewayAnswer misfit(String details) {
    return error(
        400,
        132012,
        OAUTH,
        "Parameter format does not match format in the created template",
        details + " Nothing was sent.",
        false);
  }

  GatewayAnswer tooLarge(long most) {
    return error(
        413,
        100,
        OAUTH,
        "Invalid parameter",
        "The body may hold at most " + most + " bytes.",
        false);
  }

  /** As Meta answers about an object that it does not have, or not for this token. */
  GatewayAnswer unknownObject(String method, String id) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put(
        "message",
        "Unsupported "
            + method.toLowerCase(Locale.ROOT)
            + " request. Object with ID '"
            + id
            + "' does not exist, cannot be loaded due to missing permissions, or does not support"
            + " this operation");
    error.put("type", "GraphMethodException");
    error.put("code", 100);
    error.put("error_subcode", 33);
    return answer(400, error);
  }

  GatewayAnswer unsupportedPath(String method) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put(
        "message",
        "Unsupported "
            + method.toLowerCase(Locale.ROOT)
            + " request. This gateway carries POST /{version}/{phone-number-id}/messages,"
            + " /marketing_messages and /media, and GET and DELETE /{version}/{media-id}; call Meta"
            + " itself for everything else");
    error.put("type", "GraphMethodException");
    error.put("code", 100);
    return answer(400, error);
  }

  /** Null for one that passes. */
  @Nullable GatewayAnswer refusal(Passage passage) {
    if (passage instanceof Passage.Passed) {
      return null;
    }
    if (passage instanceof Passage.MissingScope missing) {
      return error(
          403,
          10,
          OAUTH,
          "Application does not have permission for this action",
          "The API key lacks the scope " + missing.needed().wire() + ".",
          false);
    }
    if (passage instanceof Passage.TooMany much) {
      return error(
              429,
              80007,
              OAUTH,
              "Rate limit issues",
              "The API key's own rate is used up; see Retry-After.",
              true)
          .after(much.retryAfter());
    }
    if (passage instanceof Passage.Unavailable) {
      return unavailable();
    }
    return error(
        401,
        190,
        OAUTH,
        "Invalid OAuth access token",
        "Send Authorization: Bearer <API key of this gateway>; it is missing, unknown or revoked.",
        false);
  }

  /** Nothing was sent; PostgreSQL is away or there is too much in hand. */
  GatewayAnswer unavailable() {
    return error(
            503,
            131016,
            OAUTH,
            "Service unavailable",
            "The gateway cannot take it for now. Nothing was sent.",
            true)
        .after(Duration.ofSeconds(1));
  }

  /** The account has as much of the media in hand as one may. */
  GatewayAnswer tooManyStreams(int most) {
    return error(
            503,
            131016,
            OAUTH,
            "Service unavailable",
            "The account has " + most + " requests for media open already, as many as it may have.",
            true)
        .after(Duration.ofSeconds(1));
  }

  /** Nobody knows whether it was sent. */
  GatewayAnswer unknownOutcome() {
    return error(
        502,
        131000,
        OAUTH,
        "Something went wrong",
        "Meta's answer was lost, so that the message may have been sent. Its status webhook tells;"
            + " repeating the request may send it twice.",
        false);
  }

  GatewayAnswer notReached() {
    return error(
        502,
        131000,
        OAUTH,
        "Something went wrong",
        "Meta was not reached. Nothing was sent.",
        true);
  }

  /** A failure of our own before any call. */
  GatewayAnswer internal() {
    return error(
        500,
        131000,
        OAUTH,
        "Something went wrong",
        "Something went wrong in the gateway; its log says what.",
        false);
  }

  GatewayAnswer numberBusy(Duration delay) {
    return error(
            400,
            130429,
            OAUTH,
            "Rate limit hit",
            "The number's throughput is used up by all who send from it. Nothing was sent; see"
                + " Retry-After.",
            true)
        .after(delay);
  }

  GatewayAnswer later(Scope scope, Duration delay) {
    GatewayAnswer answer =
        scope == Scope.PAIR
            ? error(
                400,
                131056,
                OAUTH,
                "(Business Account, Consumer Account) pair rate limit hit",
                "Too many messages to this person in a short time. Nothing was sent; see"
                    + " Retry-After.",
                true)
            : error(
                400,
                80007,
                OAUTH,
                "Rate limit issues",
                "The portfolio has written to as many people in 24 hours as Meta lets it. Nothing"
                    + " was sent; see Retry-After.",
                true);
    return answer.after(delay);
  }

  GatewayAnswer person(Admission.Reason reason) {
    return switch (reason) {
      case OPTED_OUT ->
          error(
              400,
              131050,
              OAUTH,
              "Unable to deliver the message",
              "This person has stopped marketing messages from this business. Nothing was sent.",
              false);
      case SUPPRESSED, ERASED ->
          error(
              400,
              131026,
              OAUTH,
              "Message undeliverable",
              "This person is on the account's suppression list or was erased. Nothing was sent.",
              false);
    };
  }

  GatewayAnswer inProgress() {
    return error(
            409,
            100,
            OAUTH,
            "Invalid parameter",
            "The first request with this Idempotency-Key is not answered yet.",
            true)
        .after(Duration.ofSeconds(1));
  }

  GatewayAnswer keyReused() {
    return error(
        422,
        100,
        OAUTH,
        "Invalid parameter",
        "This Idempotency-Key was used with another request.",
        false);
  }

  private GatewayAnswer error(
      int http, int code, String type, String title, String details, boolean passes) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", "(#" + code + ") " + title);
    error.put("type", type);
    error.put("code", code);
    error.put("is_transient", passes);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("messaging_product", "whatsapp");
    data.put("details", details);
    error.put("error_data", data);
    return answer(http, error);
  }

  private GatewayAnswer answer(int http, Map<String, Object> error) {
    // Libraries expect one; Meta's support knows none of ours.
    error.put("fbtrace_id", "gateway-" + UUID.randomUUID());
    return GatewayAnswer.local(http, json.writeValueAsBytes(Map.of("error", error)));
  }
}
