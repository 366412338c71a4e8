package dev.whatsway.workers;

import dev.whatsway.store.StoreConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The workers process. */
@SpringBootApplication
@Import(StoreConfiguration.class)
public class WorkersApplication {

  /**
   * The name of its configuration file, so that api and workers can share a class path without
   * reading each other's settings.
   */
  static final String CONFIG_NAME = "spring.config.name=whatsway-workers";

  public static void main(String[] args) {
    SpringApplication application =
        new SpringApplicationBuilder(WorkersApplication.class).properties(CONFIG_NAME).build();
    application.run(args);
  }
}
