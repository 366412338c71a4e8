package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.webhook.Backlog.Ticket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OverloadTest {

  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private final InstantSource time = () -> now;
  private final Backlog backlog = new Backlog(time.withZone(ZoneOffset.UTC));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OverloadFilter filter = new OverloadFilter(backlog, meters);

  @Test
  void turnsAwayWhatComesWhileTheOldestIsLateAndNothingElse() throws Exception {
    assertThat(passes("POST")).as("nothing waits").isTrue();
    Ticket first = backlog.enter();
    pass(Backlog.LONGEST);
    Ticket second = backlog.enter();
    assertThat(passes("POST")).as("just in time").isTrue();
    pass(Duration.ofMillis(1));
    assertThat(passes("POST")).as("late").isFalse();
    assertThat(passes("GET")).as("a verification").isTrue();
    first.close();
    first.close();
    assertThat(passes("POST")).as("the next oldest is young").isTrue();
    pass(Backlog.LONGEST);
    assertThat(passes("POST")).as("and grows old").isFalse();
    second.close();
    assertThat(passes("POST")).isTrue();
    assertThat(meters.counter("whatsway.webhook.events", "kind", "shed").count()).isEqualTo(2);
  }

  private boolean passes(String method) throws Exception {
    MockFilterChain chain = new MockFilterChain();
    MockHttpServletResponse answer = new MockHttpServletResponse();
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/webhooks/whatsapp");
    filter.doFilter(request, answer, chain);
    boolean passed = chain.getRequest() != null;
    if (!passed) {
      assertThat(answer.getStatus()).isEqualTo(503);
      assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    }
    return passed;
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
  }
}
