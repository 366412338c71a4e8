package dev.whatsway.api.security;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.problem.ProblemWriter;
import dev.whatsway.store.account.ApiKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request under {@code /api/} pass only with {@code Authorization: Bearer <api key>}.
 * Everything else (webhooks have their signature, health and OpenAPI are open) is not its concern.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final ApiKeys keys;
  private final ProblemWriter problems;

  ApiKeyFilter(ApiKeys keys, ProblemWriter problems) {
    this.keys = keys;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/api/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = key(request);
    if (key == null) {
      refuse(request, response, "Send the header Authorization: Bearer <api key>.");
      return;
    }
    UUID account;
    try {
      account = keys.accountOf(key).orElse(null);
    } catch (DataAccessException e) {
      problems.write(
          request,
          response,
          new ApiException(
              ProblemKind.UNAVAILABLE,
              "PostgreSQL does not answer for now; repeat the request in a moment."));
      return;
    }
    if (account == null) {
      refuse(request, response, "This API key is not known, or it was revoked.");
      return;
    }
    request.setAttribute(Caller.ATTRIBUTE, new Caller(account));
    chain.doFilter(request, response);
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, String detail)
      throws IOException {
    problems.write(request, response, new ApiException(ProblemKind.UNAUTHORIZED, detail));
  }

  private static @Nullable String key(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String key = header.substring(SCHEME.length()).strip();
    return key.isEmpty() ? null : key;
  }
}
