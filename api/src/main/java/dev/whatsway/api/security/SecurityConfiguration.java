package dev.whatsway.api.security;

import dev.whatsway.api.problem.BodyLimitFilter;
import dev.whatsway.api.problem.ProblemWriter;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The filters in front of {@code /api}: who calls, then how much, then whether again. They see
 * every request and ask {@code ApiPath} themselves, as paths can be written in many ways.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration implements WebMvcConfigurer {

  /** The order of the first filter; the others follow by one. */
  public static final int ORDER = 100;

  @Bean
  FilterRegistrationBean<ApiKeyFilter> apiKeyFilter(KeyGate gate, ProblemWriter problems) {
    FilterRegistrationBean<ApiKeyFilter> filter =
        new FilterRegistrationBean<>(new ApiKeyFilter(gate, problems));
    filter.addUrlPatterns("/*");
    filter.setOrder(ORDER);
    return filter;
  }

  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
      ProblemWriter problems,
      @Value("${whatsway.api.max-json}") DataSize maxJson,
      @Value("${whatsway.api.max-upload}") DataSize maxUpload) {
    FilterRegistrationBean<BodyLimitFilter> filter =
        new FilterRegistrationBean<>(
            new BodyLimitFilter(problems, maxJson.toBytes(), maxUpload.toBytes()));
    filter.addUrlPatterns("/*");
    filter.setOrder(ORDER + 1);
    return filter;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }
}
