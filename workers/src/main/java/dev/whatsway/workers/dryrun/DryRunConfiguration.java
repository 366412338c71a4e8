package dev.whatsway.workers.dryrun;

import dev.whatsway.workers.waiting.Rounds;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DryRunConfiguration {

  private static final Duration IDLE = Duration.ofSeconds(1);

  @Bean
  Rounds dryRunRounds(AskedDryRuns asked) {
    return new Rounds("dry-runs", IDLE, asked::look);
  }
}
