package dev.whatsway.store;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.travel.Conditions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
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

  @Bean
  Conditions conditions() {
    return new Conditions();
  }

  /** Plug-ins are beans, such as of an auto-configuration in a jar on the class path. */
  @Bean
  JourneyKinds journeyKinds(ObjectProvider<JourneyStep<?>> steps) {
    return new JourneyKinds(steps.orderedStream().toList());
  }
}
