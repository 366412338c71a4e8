package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.webhook.IngressLimits.Room;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class IngressLimitsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T10:00:10Z"), ZoneOffset.UTC);

  @Test
  void holdsNoMoreBodiesThanItIsToldTo() {
    IngressLimits limits = new IngressLimits(DataSize.ofMegabytes(6), 5, CLOCK);
    Room room = limits.enter("192.0.2.1", 3_000_000);
    assertThat(room).isNotNull();
    assertThat(limits.enter("192.0.2.1", 3_000_000)).isNotNull();
    assertThat(limits.enter("192.0.2.2", 3_000_000)).isNull();
    assertThat(limits.enter("192.0.2.2", 500)).as("a small one").isNotNull();
    room.close();
    assertThat(limits.enter("192.0.2.2", 3_000_000)).isNotNull();
  }

  @Test
  void givesAnAddressThatIsRefusedTooOftenLittleRoomAndTakesNoneFromOthers() {
    IngressLimits limits = new IngressLimits(DataSize.ofMegabytes(64), 3, CLOCK);
    for (int time = 0; time < 3; time++) {
      assertThat(limits.isSuspect("192.0.2.1")).isFalse();
      limits.noteRefused("192.0.2.1");
    }
    assertThat(limits.isSuspect("192.0.2.1")).isTrue();
    assertThat(
            IntStream.range(0, 10)
                .mapToObj(n -> limits.enter("192.0.2.1", 500))
                .filter(Objects::nonNull))
        .hasSize(4);
    assertThat(limits.enter("192.0.2.2", 500)).isNotNull();
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
