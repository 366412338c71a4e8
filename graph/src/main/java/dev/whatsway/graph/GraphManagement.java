package dev.whatsway.graph;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Changes what an account has at Meta, such as its templates: one call, never repeated, over
 * connections of its own, so that it does not stand in the way of messages. It logs nothing:
 * headers hold tokens.
 */
public final class GraphManagement {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE_CALL = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final Duration wholeCall;

  public GraphManagement() {
    this(WHOLE_CALL);
  }

  /**
   * @param wholeCall from the first byte of the request to the last of the answer
   */
  public GraphManagement(Duration wholeCall) {
    this.wholeCall = wholeCall;
  }

  /**
   * Posts JSON.
   *
   * @param target with the version
   */
  public GraphAnswer post(URI target, String token, String json) {
    return send(
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)),
        token);
  }

  /**
   * Deletes.
   *
   * @param target with the version, and a query that says what
   */
  public GraphAnswer delete(URI target, String token) {
    return send(HttpRequest.newBuilder(target).DELETE(), token);
  }

  private GraphAnswer send(HttpRequest.Builder request, String token) {
    CompletableFuture<HttpResponse<String>> call =
        BoundedCall.make(
            http,
            request.header("Authorization", "Bearer " + token).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8),
            wholeCall);
    try {
      HttpResponse<String> response = call.get();
      return new GraphAnswer.Answer(response.statusCode(), response.body());
    } catch (ExecutionException failure) {
      return GraphClient.failed(failure.getCause());
    } catch (InterruptedException stopped) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return new GraphAnswer.Lost("process stopped");
    }
  }
}
