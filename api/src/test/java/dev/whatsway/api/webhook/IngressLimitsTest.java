package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class IngressLimitsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T10:00:10Z"), ZoneOffset.UTC);

  @Test
  void holdsNoMoreBodiesThanItIsToldTo() {
    IngressLimits limits = new IngressLimits(2, 5, CLOCK);
    Semaphore room = limits.enter("192.0.2.1");
    assertThat(room).isNotNull();
    assertThat(limits.enter("192.0.2.1")).isNotNull();
    assertThat(limits.enter("192.0.2.2")).isNull();
    room.release();
    assertThat(limits.enter("192.0.2.2")).isNotNull();
  }

  @Test
  void givesAnAddressThatIsRefusedTooOftenLittleRoomAndTakesNoneFromOthers() {
    IngressLimits limits = new IngressLimits(64, 3, CLOCK);
    for (int time = 0; time < 3; time++) {
      assertThat(limits.isSuspect("192.0.2.1")).isFalse();
      limits.noteRefused("192.0.2.1");
    }
    assertThat(limits.isSuspect("192.0.2.1")).isTrue();
    assertThat(
            IntStream.range(0, 10)
                .mapToObj(n -> limits.enter("192.0.2.1"))
                .filter(Objects::nonNull))
        .hasSize(4);
    assertThat(limits.enter("192.0.2.2")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "client.webhooks.fbclientcerts.com, true",
    "'CN=client.webhooks.fbclientcerts.com,O=Meta,C=US', true",
    "'C=US, O=Meta, CN=client.webhooks.fbclientcerts.com', true",
    "'CN=client.webhooks.fbclientcerts.com.example.org', false",
    "'CN=example.org,O=CN\\=client.webhooks.fbclientcerts.com', false",
    "'', false",
    ", false"
  })
  void asksForMetasCertificateWhereAProxyTellsIt(String subject, boolean accepted) {
    ClientCertificate certificate =
        new ClientCertificate("X-Client-Subject", "client.webhooks.fbclientcerts.com");
    MockHttpServletRequest request = new MockHttpServletRequest();
    if (subject != null) {
      request.addHeader("X-Client-Subject", subject);
    }
    assertThat(certificate.accepts(request)).isEqualTo(accepted);
    assertThat(new ClientCertificate("", "").accepts(request)).as("not asked for").isTrue();
  }
}
