package dev.whatsway.api.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes an upload to the HTTP client through a few buffers. The thread of the request alone reads
 * what the client sends: the HTTP client's threads may outlive the request, whose stream is then
 * another's.
 */
final class UploadPipe implements BodyPublisher {

  private static final int PART = 16 * 1024;
  private static final int AHEAD = 8;

  private final long length;
  private final SubmissionPublisher<ByteBuffer> parts;
  private final AtomicBoolean subscribed = new AtomicBoolean();
  private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();

  /**
   * @param length in bytes, -1 where nobody knows: then it goes on in chunks
   */
  UploadPipe(long length, Executor executor) {
    this.length = length;
    this.parts = new SubmissionPublisher<>(executor, AHEAD);
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (!subscribed.compareAndSet(false, true)) {
      throw new IllegalStateException("An upload can be sent once.");
    }
    parts.subscribe(subscriber);
    wanted.complete(true);
  }

  /**
   * Passes on all that the client sends, or what of it Meta wants.
   *
   * @param call ends where Meta does not want it
   * @throws ClientAway where the client broke off, paused or took too long
   * @throws IOException where Meta did not take it in time
   */
  void fill(InputStream from, MediaTimes.Limit limit, CompletableFuture<?> call)
      throws IOException, InterruptedException {
    if (!isWanted(limit, call)) {
      return;
    }
    while (!call.isDone()) {
      byte[] part = new byte[PART];
      int read = read(from, part, limit);
      if (read < 0) {
        parts.close();
        return;
      }
      int dropped =
          parts.offer(ByteBuffer.wrap(part, 0, read), limit.patience(), TimeUnit.NANOSECONDS, null);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (dropped < 0) {
        throw new InterruptedIOException("Meta has taken nothing for too long.");
      }
      if (!parts.hasSubscribers()) {
        return;
      }
    }
  }

  private boolean isWanted(MediaTimes.Limit limit, CompletableFuture<?> call)
      throws IOException, InterruptedException {
    try {
      CompletableFuture.anyOf(wanted, call).get(limit.patience(), TimeUnit.NANOSECONDS);
      return subscribed.get();
    } catch (ExecutionException ended) {
      return false;
    } catch (TimeoutException slow) {
      throw new InterruptedIOException("Meta has not asked for the body.");
    }
  }

  private static int read(InputStream from, byte[] part, MediaTimes.Limit limit) throws ClientAway {
    try {
      int read = from.read(part);
      limit.patience();
      return read;
    } catch (IOException away) {
      throw new ClientAway(away);
    }
  }

  /** Breaks the upload off, so that Meta does not take a part of it for the whole. */
  void breakOff(Throwable cause) {
    parts.closeExceptionally(cause);
  }

  /** The client has not sent all of it. */
  static final class ClientAway extends IOException {

    private static final long serialVersionUID = 1;

    ClientAway(IOException cause) {
      super(cause);
    }
  }
}
