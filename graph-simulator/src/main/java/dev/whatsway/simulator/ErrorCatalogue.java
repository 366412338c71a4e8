package dev.whatsway.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Meta's error codes with HTTP status, title and details, read from {@code errors.json}. Most keys
 * are the code itself; a few variants of one code have a word as key ({@code terms}).
 */
final class ErrorCatalogue {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

  /** One error; {@code message} replaces Meta's usual "(#code) title", and drops error_data. */
  record Entry(
      String key, int code, int http, String title, String details, @Nullable String message) {}

  private final Map<String, Entry> entries = new HashMap<>();

  ErrorCatalogue() {
    for (JsonNode node : Json.resource("errors.json")) {
      String key = Json.text(node, "key");
      entries.put(
          key,
          new Entry(
              key,
              node.path("code").asInt(),
              node.path("http").asInt(),
              Json.text(node, "title"),
              Json.text(node, "details"),
              node.has("message") ? Json.text(node, "message") : null));
    }
  }

  boolean knows(String key) {
    return entries.containsKey(key);
  }

  Entry entry(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalArgumentException("no error " + key + " in errors.json");
    }
    return entry;
  }

  /** Returns the body of a synchronous error, in the shape of Meta's GraphAPIError. */
  ObjectNode body(GraphError error) {
    Entry entry = entry(error.key());
    String details = error.details() == null ? entry.details() : error.details();
    ObjectNode body = Json.object();
    ObjectNode node = body.putObject("error");
    node.put(
        "message",
        entry.message() == null ? "(#" + entry.code() + ") " + entry.title() : entry.message());
    node.put("type", "OAuthException");
    node.put("code", entry.code());
    if (!details.isEmpty()) {
      node.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
    }
    if (entry.key().equals("token-expired")) {
      node.put("error_subcode", 463);
    }
    node.put("fbtrace_id", traceId());
    return body;
  }

  /** Returns one element of a failed status' {@code errors}; it has neither type nor trace id. */
  ObjectNode webhookError(String key) {
    Entry entry = entry(key);
    ObjectNode node = Json.object();
    node.put("code", entry.code());
    node.put("title", entry.title());
    node.put("message", entry.title());
    node.putObject("error_data").put("details", entry.details());
    node.put("href", "/documentation/business-messaging/whatsapp/support/error-codes");
    return node;
  }

  private static String traceId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder("A");
    for (int i = 0; i < 22; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
