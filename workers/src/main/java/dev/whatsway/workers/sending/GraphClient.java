package dev.whatsway.workers.sending;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Calls Meta's Graph API once, without any retry of its own, and tells apart what certainly was not
 * sent from what may have been. It logs nothing: bodies hold phone numbers, headers hold tokens.
 */
@Component
class GraphClient {

  /** Supported by Meta until October 8, 2027. */
  static final String VERSION = "v23.0";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE_CALL = Duration.ofSeconds(20);

  static {
    // A connection that the other side has closed while it was idle breaks the call that picks it
    // up, which then counts as lost. JDK 17 keeps idle ones for 20 minutes; servers close sooner.
    System.setProperty("jdk.httpclient.keepalive.timeout", "15");
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final Duration wholeCall;

  GraphClient() {
    this(WHOLE_CALL);
  }

  /**
   * @param wholeCall from the first byte of the request to the last of the answer
   */
  GraphClient(Duration wholeCall) {
    this.wholeCall = wholeCall;
  }

  /**
   * Posts JSON.
   *
   * @param target scheme, host and path
   */
  GraphAnswer post(URI target, String token, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    // Waited for here: the JDK's own timeout ends with the answer's head, so that a body which
    // stops half way would hold the thread for ever.
    CompletableFuture<HttpResponse<String>> call =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      HttpResponse<String> response = call.get(wholeCall.toMillis(), TimeUnit.MILLISECONDS);
      return new GraphAnswer.Answer(response.statusCode(), response.body());
    } catch (TimeoutException late) {
      call.cancel(true);
      return new GraphAnswer.Lost("timeout");
    } catch (ExecutionException failed) {
      return failed(failed.getCause());
    } catch (InterruptedException stopped) {
      call.cancel(true);
      // The flag stays cleared: the caller must still record the loss, which an interrupted
      // thread cannot do.
      return new GraphAnswer.Lost("worker stopped");
    }
  }

  private static GraphAnswer failed(Throwable cause) {
    boolean notConnected =
        cause instanceof HttpConnectTimeoutException
            || cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLHandshakeException;
    return notConnected
        ? new GraphAnswer.NotSent(cause.getClass().getSimpleName())
        : new GraphAnswer.Lost("connection broken");
  }
}
