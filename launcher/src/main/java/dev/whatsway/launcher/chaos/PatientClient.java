package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of an API that may be gone at any moment: it repeats a request until it is answered, a
 * POST with the same {@code Idempotency-Key}.
 */
final class PatientClient {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Longer than the API waits for a campaign's answer to a command. */
  private static final Duration ONE_TRY = Duration.ofSeconds(75);

  /** Longer than everything needs to be up again after the last kill. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * A key stays taken for 15 minutes when the API dies with the request. Whoever is told for so
   * long that it is in progress asks anew; what the first may have made stays unused.
   */
  private static final Duration KEY_ABANDONED = Duration.ofSeconds(10);

  private static final long BETWEEN_TRIES_MILLIS = 300;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String key;

  /** An answer that is neither a 5xx nor "in progress". */
  record Answer(int status, JsonNode body) {

    boolean good() {
      return status / 100 == 2;
    }
  }

  /**
   * @param base what every path is appended to
   * @param key an API key
   */
  PatientClient(String base, String key) {
    this.base = base;
    this.key = key;
  }

  /**
   * @throws LauncherException when the answer is not a 2xx, or when none comes
   */
  JsonNode get(String path) {
    Answer answer = untilAnswered(key -> request(path).GET().build());
    if (!answer.good()) {
      throw refused("GET", path, answer);
    }
    return answer.body();
  }

  Answer post(String path, Object body) {
    return post(path, "application/json", JSON.writeValueAsString(body));
  }

  Answer post(String path, String contentType, String body) {
    return untilAnswered(
        key ->
            request(path)
                .header("Content-Type", contentType)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  /** Says which request was refused, in the API's own words. */
  LauncherException refused(String method, String path, Answer answer) {
    return new LauncherException(
        "%s %s was answered with %d: %s"
            .formatted(method, base + path, answer.status(), answer.body()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(ONE_TRY)
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + key);
  }

  /**
   * @param request makes the request with an idempotency key
   */
  private Answer untilAnswered(Function<String, HttpRequest> request) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Key key = new Key();
    String last = "no answer";
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<String> answer =
            http.send(request.apply(key.current()), HttpResponse.BodyHandlers.ofString());
        JsonNode body = json(answer.body());
        boolean inProgress = inProgress(body);
        if (answer.statusCode() < 500 && !inProgress) {
          return new Answer(answer.statusCode(), body);
        }
        if (inProgress) {
          key.inProgress();
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException gone) {
        last = String.valueOf(gone);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!Pause.millis(BETWEEN_TRIES_MILLIS)) {
        throw new LauncherException("Interrupted.");
      }
    }
    throw new LauncherException(
        "The API at %s has not answered for %d minutes; the last was: %s"
            .formatted(base, PATIENCE.toMinutes(), last));
  }

  private static boolean inProgress(JsonNode body) {
    return body.path("type").asString("").endsWith(":in-progress");
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException notJson) {
      return JSON.createObjectNode().put("text", body);
    }
  }

  /** One key, until the process that holds it must be taken for dead. */
  private static final class Key {

    private String current = UUID.randomUUID().toString();
    private @Nullable Long inProgressSince;

    String current() {
      return current;
    }

    void inProgress() {
      long now = System.nanoTime();
      if (inProgressSince == null) {
        inProgressSince = now;
      } else if (now - inProgressSince > KEY_ABANDONED.toNanos()) {
        current = UUID.randomUUID().toString();
        inProgressSince = null;
      }
    }
  }
}
