package dev.whatsway.store;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All repositories; an application imports it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class StoreConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
