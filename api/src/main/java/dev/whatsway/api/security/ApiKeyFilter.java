package dev.whatsway.api.security;

import dev.whatsway.api.path.ApiPath;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request that leads to {@code /api} pass only with {@code Authorization: Bearer <api key>},
 * a key of the scope it takes. Everything else (webhooks have their signature, health and OpenAPI
 * are open) is not its concern.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  /** They change nothing, as RFC 9110 §9.2.1 has it and the controllers keep it. */
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final KeyGate gate;
  private final ProblemWriter problems;

  ApiKeyFilter(KeyGate gate, ProblemWriter problems) {
    this.gate = gate;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ApiPath.covers(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Passage passage = gate.pass(request, scope(request));
    if (passage instanceof Passage.Passed passed) {
      request.setAttribute(Caller.ATTRIBUTE, passed.caller());
      chain.doFilter(request, response);
      return;
    }
    if (passage instanceof Passage.TooMany tooMany) {
      response.setHeader(HttpHeaders.RETRY_AFTER, tooMany.seconds());
    }
    problems.write(request, response, problem(passage));
  }

  private static Scope scope(HttpServletRequest request) {
    if (ApiPath.coversKeys(request)) {
      return Scope.ADMIN;
    }
    return READING.contains(request.getMethod()) ? Scope.READ : Scope.MANAGE;
  }

  private static ApiException problem(Passage passage) {
    if (passage instanceof Passage.NoKey) {
      return new ApiException(
          ProblemKind.UNAUTHORIZED, "Send the header Authorization: Bearer <api key>.");
    }
    if (passage instanceof Passage.UnknownKey) {
      return new ApiException(
          ProblemKind.UNAUTHORIZED, "This API key is not known, or it was revoked.");
    }
    if (passage instanceof Passage.MissingScope missing) {
      return new ApiException(
          ProblemKind.FORBIDDEN,
          "This API key lacks the scope %s; use one that has it, or have an admin key make one."
              .formatted(missing.needed().wire()));
    }
    if (passage instanceof Passage.TooMany tooMany) {
      return new ApiException(
          ProblemKind.TOO_MANY_REQUESTS,
          "This API key has used up its requests a second; repeat the request in %s s."
              .formatted(tooMany.seconds()));
    }
    return new ApiException(
        ProblemKind.UNAVAILABLE,
        "PostgreSQL does not answer for now; repeat the request in a moment.");
  }
}
