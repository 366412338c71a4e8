package dev.whatsway.api.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns webhooks away while those in hand are late, before anything is done for them: an answer
 * that costs much would keep the machine from catching up.
 */
final class OverloadFilter extends OncePerRequestFilter {

  private final Backlog backlog;
  private final Counter shed;

  OverloadFilter(Backlog backlog, MeterRegistry meters) {
    this.backlog = backlog;
    this.shed = meters.counter("whatsway.webhook.events", "kind", "shed");
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || !backlog.isLate();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    shed.increment();
    response.setHeader(HttpHeaders.RETRY_AFTER, "1");
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
  }
}
