package dev.whatsway.workers.subscription;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/** Keeps the status of an answer and lets go of its body, which may not be long. */
final class StatusOnly extends AbstractBinResponseConsumer<Integer> {

  private static final int LIMIT = 64 * 1024;

  private volatile int status;
  private int read;

  boolean known() {
    return status != 0;
  }

  @Override
  protected void start(HttpResponse response, ContentType contentType) {
    status = response.getCode();
  }

  @Override
  protected int capacityIncrement() {
    return LIMIT;
  }

  @Override
  protected void data(ByteBuffer bytes, boolean last) throws IOException {
    read += bytes.remaining();
    bytes.position(bytes.limit());
    if (read > LIMIT) {
      throw new ContentTooLongException("The answer is longer than %d bytes.", LIMIT);
    }
  }

  @Override
  protected Integer buildResult() {
    return status;
  }

  @Override
  public void releaseResources() {}
}
