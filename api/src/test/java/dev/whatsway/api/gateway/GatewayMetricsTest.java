package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final GatewayMetrics metrics = new GatewayMetrics(meters);

  @Test
  void codes_that_nobody_knows_share_one_label() {
    metrics.fellBack(Route.CLOUD, 134100);
    metrics.fellBack(Route.CLOUD, 987654);
    metrics.fellBack(Route.CLOUD, 987655);

    assertThat(meters.get("whatsway.gateway.fallbacks").counters())
        .extracting(counter -> counter.getId().getTag("code"))
        .containsExactlyInAnyOrder("134100", "other");
    assertThat(meters.get("whatsway.gateway.fallbacks").tag("code", "other").counter().count())
        .isEqualTo(2);
  }
}
