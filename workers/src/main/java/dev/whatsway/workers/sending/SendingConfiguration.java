package dev.whatsway.workers.sending;

import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

  @Bean
  Backoff backoff() {
    return new Backoff(new SecureRandom());
  }
}
