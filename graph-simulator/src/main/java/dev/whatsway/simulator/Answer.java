package dev.whatsway.simulator;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an HTTP exchange.
 *
 * @param body null to close the connection without an answer
 * @param cut true to close the connection when half of the body is sent
 * @param ready what must have happened before the delay begins
 * @param delayMs milliseconds from then on
 */
record Answer(
    int status,
    String contentType,
    byte @Nullable [] body,
    boolean cut,
    CompletableFuture<Void> ready,
    long delayMs) {
  static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  private static final String JSON = "application/json; charset=UTF-8";

  static Answer json(int status, Object body) {
    return new Answer(status, JSON, Json.STRICT.writeValueAsBytes(body), false, AT_ONCE, 0);
  }

  /** What a proxy in front of the API says when the API does not answer it: no JSON. */
  static Answer html(int status, String title) {
    String page =
        """
        <html>
        <head><title>%1$d %2$s</title></head>
        <body><h1>%1$d %2$s</h1></body>
        </html>
        """
            .formatted(status, title);
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    return new Answer(status, "text/html; charset=UTF-8", body, false, AT_ONCE, 0);
  }

  static Answer closed() {
    return new Answer(0, JSON, null, false, AT_ONCE, 0);
  }

  Answer cutInTheMiddle() {
    return new Answer(status, contentType, body, true, ready, delayMs);
  }

  Answer after(long milliseconds) {
    return new Answer(status, contentType, body, cut, ready, milliseconds);
  }

  Answer afterThat(CompletableFuture<Void> happening) {
    return new Answer(status, contentType, body, cut, happening, delayMs);
  }
}
