package dev.whatsway.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One HTTP request. */
record Request(
    String method,
    List<String> path,
    Map<String, String> query,
    @Nullable String bearer,
    byte[] body) {

  private static final byte[] NOTHING = {};

  /** Reads the head; the body is empty and still to be read from the exchange. */
  static Request head(HttpExchange exchange) {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    return new Request(
        exchange.getRequestMethod(),
        Stream.of(exchange.getRequestURI().getPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList(),
        query,
        bearer(exchange.getRequestHeaders().getFirst("Authorization"), query),
        NOTHING);
  }

  /** Reads the rest. */
  Request withBody(HttpExchange exchange) throws IOException {
    return new Request(method, path, query, bearer, exchange.getRequestBody().readAllBytes());
  }

  /** Returns the number in a query field, or the default where it is absent. */
  int number(String field, int otherwise) {
    String text = query.get(field);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(field + " must be a whole number", e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int at = pair.indexOf('=');
        String name = at < 0 ? pair : pair.substring(0, at);
        query.put(decode(name), at < 0 ? "" : decode(pair.substring(at + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static @Nullable String bearer(
      @Nullable String authorization, Map<String, String> query) {
    if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    return query.get("access_token");
  }
}
