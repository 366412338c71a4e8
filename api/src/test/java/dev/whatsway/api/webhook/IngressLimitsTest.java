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
  void holdsNoMoreOfBodiesThanItIsToldToHoweverMuchTheyAnnounce() {
    IngressLimits limits = new IngressLimits(DataSize.ofMegabytes(6), 5, CLOCK);
    for (int idle = 0; idle < 43; idle++) {
      assertThat(Objects.requireNonNull(limits.enter("192.0.2.1")).grow(16_384)).isTrue();
    }
    Room large = Objects.requireNonNull(limits.enter("192.0.2.2"));
    assertThat(large.grow(1_000_000) && large.grow(3_000_000)).as("beside idle ones").isTrue();
    Room other = Objects.requireNonNull(limits.enter("192.0.2.3"));
    assertThat(other.grow(2_000_000)).isTrue();
    assertThat(other.grow(3_000_000)).as("more than there is").isFalse();
    other.close();
    Room next = Objects.requireNonNull(limits.enter("192.0.2.3"));
    assertThat(next.grow(2_000_000)).as("what the one that was given up held").isTrue();
    large.close();
    assertThat(next.grow(3_000_000)).isTrue();
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
                .mapToObj(n -> limits.enter("192.0.2.1"))
                .filter(Objects::nonNull))
        .hasSize(4);
    assertThat(limits.enter("192.0.2.2")).isNotNull();
  }

  @Test
  void leavesThreadsFreeOfBodiesThatAreStillToBeChecked() {
    IngressLimits limits = new IngressLimits(DataSize.ofMegabytes(64), 3, CLOCK);
    Room last = null;
    for (int n = 0; n < IngressLimits.UNVERIFIED; n++) {
      last = Objects.requireNonNull(limits.enter("192.0.2." + n));
    }
    assertThat(limits.enter("198.51.100.1")).isNull();
    Objects.requireNonNull(last).verified();
    Room next = Objects.requireNonNull(limits.enter("198.51.100.1"));
    last.close();
    assertThat(limits.enter("198.51.100.2")).as("a place is left once").isNull();
    next.close();
    assertThat(limits.enter("198.51.100.2")).isNotNull();
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
