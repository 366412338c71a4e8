package dev.whatsway.workers.sending;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Bean
  Backoff backoff(RandomGenerator random) {
    return new Backoff(random);
  }
}
