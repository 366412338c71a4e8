package dev.whatsway.launcher.bench.bare.endpoint;

import dev.whatsway.launcher.console.QuietLogs;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The process of the bare endpoint: Spring Boot's web server and connection pool as it comes, and
 * one insert a request.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  TransactionAutoConfiguration.class
})
@Import(BareEvents.class)
public class BareEndpoint {

  /**
   * Runs until it is told to end.
   *
   * @param args the port, and the database's JDBC URL and user; its password is in the environment
   */
  public static void main(String[] args) {
    QuietLogs.set();
    SpringApplication application = new SpringApplication(BareEndpoint.class);
    application.setDefaultProperties(
        Map.of(
            // Neither the api's settings nor the workers', which are on the class path.
            "spring.config.name",
            "bare-endpoint",
            "spring.main.banner-mode",
            "off",
            "server.address",
            "127.0.0.1",
            "server.port",
            args[0],
            "spring.datasource.url",
            args[1],
            "spring.datasource.username",
            args[2],
            "spring.datasource.password",
            System.getenv("BARE_DATABASE_PASSWORD"),
            "spring.datasource.hikari.maximum-pool-size",
            "20"));
    application.run();
  }
}
