package dev.whatsway.api.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The filter in front of {@code /webhooks}. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  @Bean
  FilterRegistrationBean<OverloadFilter> overloadFilter(Backlog backlog, MeterRegistry meters) {
    FilterRegistrationBean<OverloadFilter> filter =
        new FilterRegistrationBean<>(new OverloadFilter(backlog, meters));
    filter.addUrlPatterns("/webhooks/whatsapp", "/webhooks/whatsapp/*");
    // Before those that measure and wrap, which would cost more than the answer.
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
