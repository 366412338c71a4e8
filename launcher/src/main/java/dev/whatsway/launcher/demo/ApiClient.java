package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP, as any client of the public API would do it. */
public final class ApiClient {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Longer than the API waits for a campaign's answer to a command. */
  private static final Duration LIMIT = Duration.ofSeconds(75);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String base;
  private final String key;

  /**
   * @param base what every path is appended to
   * @param key the bearer token: an API key
   */
  public ApiClient(String base, String key) {
    this.base = base;
    this.key = key;
  }

  /**
   * @throws LauncherException when the answer is not a 2xx, with the problem's own words
   */
  public JsonNode get(String path) {
    return send(request(path).timeout(LIMIT).GET(), "GET", path);
  }

  public JsonNode post(String path, Object body) {
    return withJson("POST", path, body);
  }

  public JsonNode patch(String path, Object body) {
    return withJson("PATCH", path, body);
  }

  public JsonNode put(String path, Object body) {
    return withJson("PUT", path, body);
  }

  /** Uploads a CSV as it is read; waits until it has been imported, however long that takes. */
  public JsonNode upload(String path, BodyPublisher csv) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "text/csv")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(csv);
    return send(request, "POST", path);
  }

  private JsonNode withJson(String method, String path, Object body) {
    HttpRequest.Builder request =
        request(path)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return send(request, method, path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + key);
  }

  private JsonNode send(HttpRequest.Builder request, String method, String path) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new LauncherException(
            "%s %s was answered with %d: %s"
                .formatted(method, base + path, answer.statusCode(), answer.body()));
      }
      return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new LauncherException(
          "%s %s got no answer (%s)".formatted(method, base + path, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    }
  }
}
