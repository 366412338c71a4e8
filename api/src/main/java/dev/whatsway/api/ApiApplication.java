package dev.whatsway.api;

import dev.whatsway.api.command.OperatorCommands;
import dev.whatsway.store.StoreConfiguration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The api process; with a command as first argument, {@link OperatorCommands}. */
@SpringBootApplication
@Import(StoreConfiguration.class)
public class ApiApplication {

  /**
   * The name of its configuration file, so that api and workers can share a class path without
   * reading each other's settings.
   */
  static final String CONFIG_NAME = "spring.config.name=whatsway-api";

  public static void main(String[] args) {
    if (OperatorCommands.isCommand(args)) {
      System.exit(
          OperatorCommands.run(List.of(args), List.of(CONFIG_NAME), System.out, System.err));
    }
    SpringApplication application =
        new SpringApplicationBuilder(ApiApplication.class).properties(CONFIG_NAME).build();
    application.run(args);
  }
}
