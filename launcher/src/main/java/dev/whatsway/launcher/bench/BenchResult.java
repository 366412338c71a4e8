package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a case of the bench has measured. */
public sealed interface BenchResult
    permits CampaignResult, CostsResult, GatewayResult, IngressResult {

  /** Prints it for a person. */
  void print(Console console);

  /** Returns it as the fields of a JSON object; durations in seconds or as their names say. */
  Map<String, Object> json();

  /** Writes it as JSON. */
  default void write(Path file) {
    try {
      Files.writeString(
          file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
