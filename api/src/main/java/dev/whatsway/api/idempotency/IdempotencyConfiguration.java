package dev.whatsway.api.idempotency;

import dev.whatsway.api.problem.ProblemWriter;
import dev.whatsway.api.security.SecurityConfiguration;
import dev.whatsway.store.idempotency.IdempotencyKeys;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the filter behind the one that tells the account. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

  @Bean
  FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
      IdempotencyKeys keys, ProblemWriter problems, Clock clock) {
    FilterRegistrationBean<IdempotencyFilter> filter =
        new FilterRegistrationBean<>(new IdempotencyFilter(keys, problems, clock));
    filter.addUrlPatterns("/*");
    filter.setOrder(SecurityConfiguration.ORDER + 2);
    return filter;
  }
}
