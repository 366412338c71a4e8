package dev.whatsway.workers.sending;

import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

  @Bean
  Backoff backoff() {
    return new Backoff(new SecureRandom());
  }

  @Bean
  GraphClient graphClient() {
    return new GraphClient();
  }

  @Bean
  PacingSettings pacingSettings(
      @Value("${whatsway.pacing.horizon}") Duration horizon,
      @Value("${whatsway.pacing.patience}") Duration patience) {
    return new PacingSettings(horizon, patience);
  }

  /** One a process: whatever sends from a number in it waits in the same line. */
  @Bean
  Pacer pacer(JdbcClient jdbc, PacingSettings settings) {
    return new Pacer(new NumberPace(jdbc, settings.horizon()), settings.horizon());
  }
}
