package dev.whatsway.api.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that does not wait for ever: the JDK's own has no timeout. Its
 * sender is held up while nobody reads, so that a few buffers are all it takes of the memory.
 */
final class TimedBody implements BodySubscriber<InputStream> {

  private static final int AHEAD = 4;

  private final MediaTimes.Limit limit;
  private final BlockingQueue<Arrived> queue = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription source;
  private volatile boolean closed;

  TimedBody(MediaTimes.Limit limit) {
    this.limit = limit;
  }

  private sealed interface Arrived {}

  private record Part(List<ByteBuffer> buffers) implements Arrived {}

  private record Broken(Throwable cause) implements Arrived {}

  private record End() implements Arrived {}

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(new Reader());
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    if (closed) {
      // Who got the head may have let go of the body before it began.
      subscription.cancel();
    } else {
      subscription.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    queue.add(new Part(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    queue.add(new Broken(failure));
  }

  @Override
  public void onComplete() {
    queue.add(new End());
  }

  private final class Reader extends InputStream {

    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ByteBuffer next = next();
      if (next == null) {
        return -1;
      }
      int taken = Math.min(length, next.remaining());
      next.get(bytes, offset, taken);
      return taken;
    }

    /** Returns null at the end. */
    private @Nullable ByteBuffer next() throws IOException {
      while (!ended) {
        long patience = limit.patience();
        ByteBuffer first = current.peek();
        if (first != null && first.hasRemaining()) {
          return first;
        }
        if (first != null) {
          current.remove();
          if (current.isEmpty()) {
            more();
          }
          continue;
        }
        arrived(await(patience));
      }
      return null;
    }

    private @Nullable Arrived await(long patience) throws IOException {
      try {
        return queue.poll(patience, TimeUnit.NANOSECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("The gateway stops.");
      }
    }

    private void arrived(@Nullable Arrived arrived) throws IOException {
      if (arrived == null) {
        throw new InterruptedIOException("The other side has sent nothing for too long.");
      }
      if (arrived instanceof Broken broken) {
        throw new IOException("The body broke off.", broken.cause());
      }
      if (arrived instanceof Part part) {
        current.addAll(part.buffers());
        if (current.isEmpty()) {
          more();
        }
      } else {
        ended = true;
      }
    }

    private void more() {
      Flow.Subscription from = source;
      if (from != null) {
        from.request(1);
      }
    }

    /** Closes the connection unless all of the body has come. */
    @Override
    public void close() {
      closed = true;
      Flow.Subscription from = source;
      if (!ended && from != null) {
        from.cancel();
      }
      ended = true;
    }
  }
}
