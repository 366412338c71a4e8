package dev.whatsway.workers;

import dev.whatsway.contract.PayloadConversion;
import io.temporal.common.converter.DataConverter;
import io.temporal.spring.boot.WorkerOptionsCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

  /**
   * Milliseconds a workflow task may compute. The SDK's 1 s is missed by a cold JVM on two cores
   * that starts fifty children at once, and then costs a retry of the task.
   */
  private static final long DEADLOCK_DETECTION = 5_000;

  @Bean
  DataConverter dataConverter() {
    return PayloadConversion.dataConverter();
  }

  @Bean
  WorkerOptionsCustomizer workerOptions() {
    return (options, name, queue) -> options.setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION);
  }
}
