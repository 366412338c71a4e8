package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.whatsway.api.webhook.Backlog.Ticket;
import dev.whatsway.store.inbox.EventSplitter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

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

  @Test
  void isNotLateByWhatNobodyHasSigned() {
    AtomicInteger looks = new AtomicInteger();
    Apps apps =
        new Apps(
            () -> {
              looks.incrementAndGet();
              pass(Duration.ofSeconds(2));
              assertThat(backlog.isLate()).as("while it is checked").isFalse();
              return List.of();
            },
            time.withZone(ZoneOffset.UTC));
    WebhookController controller =
        new WebhookController(
            apps,
            mock(EventSplitter.class),
            mock(InboxWriter.class),
            backlog,
            new ClientCertificate("", ""),
            new IngressLimits(DataSize.ofMegabytes(1), 5, time.withZone(ZoneOffset.UTC)),
            meters);
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/webhooks/whatsapp");
    request.setContent(new byte[] {1});
    assertThat(
            controller.receive(request, null, "sha256=" + "ab".repeat(32)).getStatusCode().value())
        .isEqualTo(401);
    assertThat(looks).hasPositiveValue();
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
