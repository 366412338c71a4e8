package dev.whatsway.api.idempotency;

import dev.whatsway.api.path.ApiPath;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.problem.ProblemWriter;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.idempotency.IdempotencyKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Gives a POST that is repeated with its {@code Idempotency-Key} the answer of the first, and does
 * not run it twice. Answers of 5xx are forgotten: after them the same key may try again.
 *
 * <p>A body is hashed while the controller reads it, so that an upload of any size costs no memory;
 * the hashes are compared when the repetition comes.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final IdempotencyKeys keys;
  private final ProblemWriter problems;
  private final Clock clock;

  IdempotencyFilter(IdempotencyKeys keys, ProblemWriter problems, Clock clock) {
    this.keys = keys;
    this.problems = problems;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ApiPath.covers(request)
        || !request.getMethod().equals("POST")
        || request.getHeader(KEY) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader(KEY);
    UUID account = ((Caller) request.getAttribute(Caller.ATTRIBUTE)).accountId();
    try {
      if (!VISIBLE.matcher(key).matches()) {
        throw ApiException.invalid(
            KEY, "must be 1 to 255 visible ASCII characters, such as a UUID.");
      }
      HashedRequest hashed = HashedRequest.of(request);
      if (keys.claim(account, key, path(request), clock.instant())) {
        first(account, key, hashed, response, chain);
      } else {
        repeated(account, key, hashed, response);
      }
    } catch (ApiException e) {
      problems.write(request, response, e);
    }
  }

  private void first(
      UUID account,
      String key,
      HashedRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
    boolean remembered = false;
    try {
      chain.doFilter(request, answer);
      // A body over the limit was not read whole, so it has no hash to compare.
      if (answer.getStatus() < 500 && answer.getStatus() != 413) {
        keys.complete(
            account,
            key,
            request.hash(),
            answer.getStatus(),
            answer.getContentType(),
            answer.getContentAsByteArray());
        remembered = true;
      }
    } finally {
      if (!remembered) {
        keys.release(account, key);
      }
    }
    answer.copyBodyToResponse();
  }

  private void repeated(
      UUID account, String key, HashedRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    IdempotencyKeys.Stored stored = keys.find(account, key).orElse(null);
    if (stored != null && !stored.methodPath().equals(path(request))) {
      throw reused();
    }
    byte[] hash = stored == null ? null : stored.requestHash();
    Integer status = stored == null ? null : stored.status();
    if (stored == null || hash == null || status == null) {
      throw new ApiException(
          ProblemKind.IN_PROGRESS,
          "The first request with this Idempotency-Key is not answered yet; repeat it in a moment.");
    }
    if (!MessageDigest.isEqual(hash, request.hash())) {
      throw reused();
    }
    response.setStatus(status);
    response.setHeader(REPLAYED, "true");
    response.setContentType(stored.contentType());
    byte[] body = stored.body();
    if (body != null) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  private static ApiException reused() {
    return new ApiException(
        ProblemKind.KEY_REUSED,
        "This Idempotency-Key was used with another request; choose a new key for a new request.");
  }

  private static String path(HttpServletRequest request) {
    String query = request.getQueryString();
    return "POST " + request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
