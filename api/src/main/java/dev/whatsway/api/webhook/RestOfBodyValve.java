package dev.whatsway.api.webhook;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Ends what is still coming of a webhook that was answered before its body was read. Tomcat would
 * read on, so that the connection can be used again, for as long as its sender likes; then whoever
 * sends slowly holds a thread although refused. Whoever sends at the usual speed keeps the
 * connection; of the others it is closed.
 */
final class RestOfBodyValve extends ValveBase {

  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final int MOST = 4 * 1024 * 1024;

  RestOfBodyValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    // Null where Tomcat has refused the path as it was written.
    String path = request.getDecodedRequestURI();
    if (path != null && path.startsWith("/webhooks/") && !isRead(request) && !readsRest(request)) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  /** Never waits for bytes longer than it may. */
  private static boolean readsRest(Request request) {
    long began = System.nanoTime();
    Discarded discarded = new Discarded();
    long bytes = 0;
    try {
      while (!isRead(request)) {
        if (bytes > MOST || System.nanoTime() - began > LONGEST.toNanos()) {
          return false;
        }
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, true);
        if (request.getCoyoteRequest().getAvailable() > 0) {
          // The servlet's stream is closed by now.
          bytes += Math.max(request.getCoyoteRequest().doRead(discarded), 0);
        } else {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
      }
      return true;
    } catch (IOException brokenOff) {
      return false;
    }
  }

  private static final class Discarded implements ApplicationBufferHandler {

    private ByteBuffer buffer = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {
      // What is lent is large enough.
    }
  }

  private static boolean isRead(Request request) {
    AtomicBoolean read = new AtomicBoolean();
    request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
    return read.get();
  }
}
