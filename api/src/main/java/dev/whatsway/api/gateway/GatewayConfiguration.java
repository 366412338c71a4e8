package dev.whatsway.api.gateway;

import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean
  GraphClient graphClient(@Value("${whatsway.gateway.call-timeout}") Duration wholeCall) {
    return new GraphClient(wholeCall);
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> wireResponses() {
    return server -> server.addEngineValves(new WireResponse());
  }

  /** Of this process; it shares the numbers with the campaigns' workers through PostgreSQL. */
  @Bean
  Pacer pacer(
      JdbcClient jdbc,
      @Value("${whatsway.pacing.horizon}") Duration horizon,
      @Value("${whatsway.gateway.patience}") Duration patience) {
    PacingSettings settings = new PacingSettings(horizon, patience);
    return new Pacer(new NumberPace(jdbc, settings.horizon()), settings.horizon());
  }
}
