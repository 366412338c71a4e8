package dev.whatsway.api.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The threads of media, a small pool of their own, since a slow line holds one for minutes. Who
 * finds none free is asked to come again, and so is an account that has half of them.
 */
@Component
final class MediaTurns implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MediaTurns.class);

  /** For what comes before and after a stream, each of which has its own bound. */
  private static final Duration AROUND = Duration.ofMinutes(2);

  private final MetaErrors errors;
  private final AccountShares shares;
  private final Duration longest;
  private final ThreadPoolExecutor threads;

  MediaTurns(
      MetaErrors errors, MediaTimes times, @Value("${whatsway.gateway.media-streams}") int most) {
    this.errors = errors;
    this.shares = new AccountShares(Math.max(1, most / 2));
    this.longest = times.longest().plus(AROUND);
    this.threads =
        new ThreadPoolExecutor(
            0,
            most,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            GatewayThreads.named("gateway-media"));
  }

  /** What a request does on its own thread; null where it has written its answer itself. */
  interface Work {
    @Nullable GatewayAnswer answer() throws IOException, InterruptedException;
  }

  /** Runs the work, and writes its answer, on a thread of the pool. */
  void run(HttpServletRequest request, HttpServletResponse response, UUID accountId, Work work)
      throws IOException {
    if (!shares.take(accountId)) {
      AnswerWriter.write(request, response, errors.tooManyStreams(shares.most()));
      return;
    }
    AsyncContext context = request.startAsync();
    MediaTurn turn = new MediaTurn(context);
    context.setTimeout(longest.toMillis());
    context.addListener(turn);
    try {
      threads.execute(
          () ->
              turn.run(
                  () -> {
                    try {
                      answer(request, response, work);
                    } finally {
                      // Before the client may have its answer, and come with the next.
                      shares.giveBack(accountId);
                    }
                  }));
    } catch (RejectedExecutionException full) {
      shares.giveBack(accountId);
      AnswerWriter.write(request, response, errors.unavailable());
      context.complete();
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Work work) {
    GatewayAnswer answer;
    try {
      answer = work.answer();
    } catch (IOException gone) {
      // The client does not wait any more.
      return;
    } catch (DataAccessException away) {
      answer = errors.unavailable();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer = errors.unavailable();
    } catch (RuntimeException failure) {
      log.warn("Media could not be carried: {}", failure.getClass().getName());
      answer = errors.internal();
    }
    if (answer == null) {
      return;
    }
    if (response.isCommitted()) {
      WireResponse.breakOff(request);
    } else {
      try {
        AnswerWriter.write(request, response, answer);
      } catch (IOException gone) {
        log.debug("A client did not wait for its answer");
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
