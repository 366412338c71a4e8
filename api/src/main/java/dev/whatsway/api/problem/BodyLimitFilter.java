package dev.whatsway.api.problem;

import dev.whatsway.api.path.ApiPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a JSON body small and an upload finite. A multipart body is not seen here: the servlet
 * container reads it itself and holds it to {@code spring.servlet.multipart}.
 */
public final class BodyLimitFilter extends OncePerRequestFilter {

  private final ProblemWriter problems;
  private final long maxJson;
  private final long maxUpload;

  public BodyLimitFilter(ProblemWriter problems, long maxJson, long maxUpload) {
    this.problems = problems;
    this.maxJson = maxJson;
    this.maxUpload = maxUpload;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ApiPath.covers(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    boolean json = type == null || !(type.startsWith("text/") || type.startsWith("multipart/"));
    long limit = json ? maxJson : maxUpload;
    if (request.getContentLengthLong() > limit) {
      problems.write(
          request,
          response,
          new ApiException(
              ProblemKind.TOO_LARGE, "The body may hold at most %,d bytes here.".formatted(limit)));
      return;
    }
    chain.doFilter(new Limited(request, limit), response);
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final long limit;

    Limited(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Counting(super.getInputStream(), limit);
    }
  }

  private static final class Counting extends ServletInputStream {

    private final ServletInputStream in;
    private final long limit;
    private long count;

    Counting(ServletInputStream in, long limit) {
      this.in = in;
      this.limit = limit;
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
      count(Math.max(read, 0));
      return read;
    }

    private void count(int bytes) throws BodyTooLargeException {
      count += bytes;
      if (count > limit) {
        throw new BodyTooLargeException(limit);
      }
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
      in.setReadListener(listener);
    }
  }
}
