package dev.whatsway.api.idempotency;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is hashed as it is read. A multipart body is hashed part by part instead:
 * its boundary is another at every repetition.
 */
final class HashedRequest extends HttpServletRequestWrapper {

  private final MessageDigest digest;
  private final boolean multipart;
  private @Nullable Hashing body;

  private HashedRequest(HttpServletRequest request, MessageDigest digest) {
    super(request);
    this.digest = digest;
    String type = request.getContentType();
    multipart = type != null && type.startsWith("multipart/");
  }

  static HashedRequest of(HttpServletRequest request) {
    try {
      return new HashedRequest(request, MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new Hashing(super.getInputStream(), digest);
    }
    return body;
  }

  /** Reads what nobody has read yet and returns the hash of the whole body; for one call only. */
  byte[] hash() throws IOException, ServletException {
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      if (multipart) {
        for (Part part : getParts()) {
          String name = part.getName() + "\n" + Objects.toString(part.getSubmittedFileName());
          sink.write((name + "\n" + part.getSize() + "\n").getBytes(StandardCharsets.UTF_8));
          try (InputStream content = part.getInputStream()) {
            content.transferTo(sink);
          }
        }
      } else {
        getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }
    return digest.digest();
  }

  private static final class Hashing extends ServletInputStream {

    private final ServletInputStream in;
    private final MessageDigest digest;

    Hashing(ServletInputStream in, MessageDigest digest) {
      this.in = in;
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      if (read >= 0) {
        digest.update((byte) read);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read > 0) {
        digest.update(bytes, offset, read);
      }
      return read;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("Bodies are read blocking.");
    }
  }
}
