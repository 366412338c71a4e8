package dev.whatsway.graph;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A call that ends in time, whatever the other side does. The JDK's own timeout ends with the
 * answer's head, so that a body which stops half way would be waited for for ever.
 */
final class BoundedCall {

  /**
   * Makes the call. Where it is not over in time, the future fails with {@link
   * java.util.concurrent.TimeoutException} and the call is canceled. {@code cancel(true)} of the
   * future cancels the call as well: what derives from a cancelable future of the client's is
   * cancelable. Source: JDK 17, {@link HttpClient#sendAsync(HttpRequest, BodyHandler)}.
   *
   * @param whole from the first byte of the request to the last of the answer
   */
  static <T> CompletableFuture<HttpResponse<T>> make(
      HttpClient http, HttpRequest request, BodyHandler<T> body, Duration whole) {
    CompletableFuture<HttpResponse<T>> call = http.sendAsync(request, body);
    return call.copy()
        .orTimeout(whole.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> call.cancel(true));
  }

  private BoundedCall() {}
}
