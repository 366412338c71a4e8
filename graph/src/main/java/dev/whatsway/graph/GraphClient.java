package dev.whatsway.graph;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Calls Meta's Graph API once, without any retry of its own, and tells apart what certainly was not
 * sent from what may have been. It logs nothing: bodies hold phone numbers, headers hold tokens.
 */
public class GraphClient {

  /** Supported by Meta until October 8, 2027. */
  public static final String VERSION = "v23.0";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE_CALL = Duration.ofSeconds(20);
  private static final int MOST_OF_AN_ANSWER = 1024 * 1024;
  private static final BodyHandler<String> BODY = BodyHandlers.ofString(StandardCharsets.UTF_8);

  static {
    // A connection that the other side has closed while it was idle breaks the call that picks it
    // up, which then counts as lost. JDK 17 keeps idle ones for 20 minutes; servers close sooner.
    System.setProperty("jdk.httpclient.keepalive.timeout", "15");
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final Duration wholeCall;

  public GraphClient() {
    this(WHOLE_CALL);
  }

  /**
   * @param wholeCall from the first byte of the request to the last of the answer
   */
  public GraphClient(Duration wholeCall) {
    this.wholeCall = wholeCall;
  }

  /**
   * Posts JSON.
   *
   * @param target scheme, host and path
   */
  public GraphAnswer post(URI target, String token, String json) {
    try {
      return postAsync(target, token, json).get();
    } catch (ExecutionException failure) {
      return failed(failure.getCause());
    } catch (InterruptedException stopped) {
      // The flag stays cleared: the caller must still record the loss, which an interrupted
      // thread cannot do.
      return new GraphAnswer.Lost("worker stopped");
    }
  }

  /** Posts JSON; the future always has an answer, never a failure. */
  public CompletableFuture<GraphAnswer> postAsync(URI target, String token, String json) {
    return BoundedCall.make(http, request(target, token, json), BODY, wholeCall)
        .handle((response, failure) -> response == null ? failed(failure) : answered(response));
  }

  /**
   * Makes a call whose answer is passed on as it is; the future always has a reply, never a
   * failure.
   *
   * @param method such as {@code POST}
   * @param json the body, null for none
   */
  public CompletableFuture<GraphReply> exchangeAsync(
      String method, URI target, String token, byte @Nullable [] json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).header("Authorization", "Bearer " + token);
    if (json == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(json));
    }
    return BoundedCall.make(
            http, request.build(), head -> new BoundedBody(MOST_OF_AN_ANSWER), wholeCall)
        .handle((response, failure) -> response == null ? lost(failure) : replied(response));
  }

  private static GraphReply replied(HttpResponse<byte[]> response) {
    return new GraphReply.Answered(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(null),
        response.body());
  }

  private static GraphReply lost(Throwable thrown) {
    return failed(thrown) instanceof GraphAnswer.NotSent notSent
        ? new GraphReply.NotSent(notSent.cause())
        : new GraphReply.Lost(((GraphAnswer.Lost) failed(thrown)).cause());
  }

  private static HttpRequest request(URI target, String token, String json) {
    return HttpRequest.newBuilder(target)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private static GraphAnswer answered(HttpResponse<String> response) {
    return new GraphAnswer.Answer(response.statusCode(), response.body());
  }

  static GraphAnswer failed(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof HttpConnectTimeoutException
        || failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof UnresolvedAddressException
        || failure instanceof SSLHandshakeException) {
      return new GraphAnswer.NotSent(failure.getClass().getSimpleName());
    }
    return new GraphAnswer.Lost(
        failure instanceof TimeoutException ? "timeout" : "connection broken");
  }
}
