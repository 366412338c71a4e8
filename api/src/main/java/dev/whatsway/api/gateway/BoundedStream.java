package dev.whatsway.api.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Breaks off what is longer than it may be. */
final class BoundedStream extends FilterInputStream {

  private final long most;
  private volatile long count;

  BoundedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  boolean isOver() {
    return count > most;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int bytes) throws IOException {
    count += bytes;
    if (count > most) {
      throw new IOException("The body is over " + most + " bytes.");
    }
  }
}
