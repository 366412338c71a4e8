package dev.whatsway.api.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import org.junit.jupiter.api.Test;

/** The application of {@link ApiTest} has started although no Temporal answers at its address. */
class HealthTest extends ApiTest {

  @Test
  void health_says_that_temporal_is_down_and_readiness_does_not_mind() {
    Api.Answer health = api.send(api.anonymous("/actuator/health"));
    Api.Answer readiness = api.send(api.anonymous("/actuator/health/readiness"));

    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().path("components").path("temporal").path("status").asString())
        .isEqualTo("DOWN");
    assertThat(health.json().path("components").path("db").path("status").asString())
        .isEqualTo("UP");
    assertThat(readiness.status()).isEqualTo(200);
  }

  @Test
  void metrics_name_no_person() {
    api.csv("/api/v1/audiences?name=People", "phone\n+4915112345678\n");

    String metrics = api.send(api.anonymous("/actuator/prometheus")).body();

    assertThat(metrics)
        .contains("http_server_requests_seconds_count", "uri=\"/api/v1/audiences\"")
        .doesNotContain("+49", "15112345678", "People");
  }
}
