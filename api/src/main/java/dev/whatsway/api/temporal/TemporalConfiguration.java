package dev.whatsway.api.temporal;

import dev.whatsway.contract.PayloadConversion;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client's payload format and patience. */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

  @Bean
  DataConverter dataConverter() {
    return PayloadConversion.dataConverter();
  }

  /** A request thread must not retry for the SDK's minute; the caller repeats the request. */
  @Bean
  TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> patience() {
    return options ->
        options
            .setRpcTimeout(Duration.ofSeconds(5))
            .setRpcQueryTimeout(Duration.ofSeconds(10))
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder()
                    .setExpiration(Duration.ofSeconds(6))
                    .setMaximumInterval(Duration.ofSeconds(1))
                    .build());
  }
}
