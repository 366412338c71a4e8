package dev.whatsway.api.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What stands in front of {@code /webhooks}. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> restOfBody() {
    return server -> server.addEngineValves(new RestOfBodyValve());
  }

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
