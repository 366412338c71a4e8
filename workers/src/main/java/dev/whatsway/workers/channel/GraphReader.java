package dev.whatsway.workers.channel;

import dev.whatsway.graph.GraphClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads from Meta's Graph API, which may be repeated. It logs nothing and its exceptions name no
 * URL: queries hold tokens.
 */
@Component
class GraphReader {

  /** Meta's code for a token that is expired, revoked or none at all. */
  static final int INVALID_TOKEN = 190;

  private static final Duration WHOLE_CALL = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final JsonMapper json;

  GraphReader(JsonMapper json) {
    this.json = json;
  }

  /** Meta refused the read. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int code;

    /**
     * @param code Meta's, 0 where it named none
     */
    Refused(int http, int code) {
      super("Meta refused with HTTP " + http + ", code " + code);
      this.code = code;
    }

    boolean tokenInvalid() {
      return code == INVALID_TOKEN;
    }
  }

  /**
   * Gets a JSON object.
   *
   * @param path after the host; without the version where Meta has none
   * @throws Refused where Meta answers with an error
   * @throws IllegalStateException where Meta is not reached or its answer is no JSON
   */
  JsonNode get(GraphLine line, String path, Map<String, String> query) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(line.graphUrl() + path + encoded(query)))
            .timeout(WHOLE_CALL)
            .header("Authorization", "Bearer " + line.accessToken())
            .GET()
            .build();
    HttpResponse<String> response = send(request);
    JsonNode body = parsed(response.body());
    if (response.statusCode() / 100 != 2 || body == null) {
      JsonNode code = body == null ? null : body.path("error").path("code");
      throw new Refused(response.statusCode(), code == null ? 0 : code.asInt(0));
    }
    return body;
  }

  /** Returns the path of a node or edge in the version of the Graph API that the product speaks. */
  static String versioned(String path) {
    return "/" + GraphClient.VERSION + "/" + path;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException away) {
      throw new IllegalStateException("Meta was not reached: " + away.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker stops");
    }
  }

  private @Nullable JsonNode parsed(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static String encoded(Map<String, String> query) {
    return new TreeMap<>(query)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }
}
