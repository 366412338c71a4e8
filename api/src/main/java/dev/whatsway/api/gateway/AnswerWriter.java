package dev.whatsway.api.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpHeaders;

/** Writes the one answer, without a thread of the server that waits for it. */
final class AnswerWriter {

  static final String ROUTE = "X-WhatsWay-Route";
  static final String ATTEMPTS = "X-WhatsWay-Attempts";
  static final String MESSAGE = "X-WhatsWay-Message";
  static final String REPLAYED = "Idempotent-Replayed";

  /** Longer than all waits of a send together. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  static void write(ServletRequest request, HttpServletResponse response, GatewayAnswer answer)
      throws IOException {
    response.setStatus(answer.status());
    if (answer.contentType() != null) {
      WireResponse.contentType(request, response, answer.contentType());
    }
    response.setHeader(ROUTE, answer.routeWord());
    response.setHeader(ATTEMPTS, Integer.toString(answer.attempts()));
    if (answer.messageId() != null) {
      response.setHeader(MESSAGE, answer.messageId().toString());
    }
    if (answer.replayed()) {
      response.setHeader(REPLAYED, "true");
    }
    if (answer.retryAfter() != null) {
      long seconds = answer.retryAfter().plusNanos(999_999_999).toSeconds();
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
    }
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  /** Writes the answer when it is there. */
  static void writeLater(
      AsyncContext context, CompletableFuture<GatewayAnswer> answer, MetaErrors errors) {
    AtomicBoolean over = new AtomicBoolean();
    context.setTimeout(LONGEST.toMillis());
    context.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {
            over.set(true);
          }

          @Override
          public void onTimeout(AsyncEvent event) {
            finish(context, over, errors.unknownOutcome());
          }

          @Override
          public void onError(AsyncEvent event) {
            finish(context, over, errors.unknownOutcome());
          }

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
    answer.whenComplete(
        (done, failure) -> finish(context, over, done == null ? errors.internal() : done));
  }

  /**
   * Writes the first answer that comes. Where that is the time's end, the send may go on, and its
   * message in the ledger tells how it ended.
   */
  private static void finish(AsyncContext context, AtomicBoolean over, GatewayAnswer answer) {
    if (over.compareAndSet(false, true)) {
      try {
        write(context.getRequest(), (HttpServletResponse) context.getResponse(), answer);
      } catch (IOException | IllegalStateException gone) {
        // The client does not wait any more; the ledger has the outcome.
      } finally {
        context.complete();
      }
    }
  }

  private AnswerWriter() {}
}
