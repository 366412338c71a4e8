package dev.whatsway.store.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResourceLoader;
import org.springframework.core.io.Resource;

/** Reads the rate file that {@code whatsway.rates} names: a path, or {@code classpath:…}. */
@Configuration(proxyBeanMethods = false)
public class RatesConfiguration {

  @Bean
  Rates rates(Environment environment) {
    return read(environment.getProperty("whatsway.rates", "").strip());
  }

  /**
   * Returns the rates of a file.
   *
   * @param setting a path, or {@code classpath:…}; empty for none
   * @throws RuntimeException when it cannot be read; the message says the line, or the way out
   */
  public static Rates read(String setting) {
    if (setting.isEmpty()) {
      return Rates.none();
    }
    Resource file =
        setting.startsWith("classpath:")
            ? new DefaultResourceLoader().getResource(setting)
            : new FileSystemResourceLoader().getResource("file:" + setting);
    try {
      return RateFile.read(
          setting, file.getContentAsString(StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new IllegalStateException(
          "The rate file %s (WHATSWAY_RATES) cannot be read; name a file, or leave the setting out."
              .formatted(setting),
          e);
    }
  }
}
