package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.LauncherException;
import java.nio.file.Path;
import java.util.Map;

/** {@code WHATSWAY_TEMPORAL_CLI}: the program's path. */
final class ConfiguredProgram implements TemporalLink {

  private static final String VARIABLE = "WHATSWAY_TEMPORAL_CLI";

  private final Map<String, String> environment;

  ConfiguredProgram(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String title() {
    return VARIABLE;
  }

  @Override
  public Finding find() {
    String path = environment.getOrDefault(VARIABLE, "");
    if (path.isBlank()) {
      return new Finding.Missing("not set");
    }
    Path program = Path.of(path.strip()).toAbsolutePath();
    String problem = TemporalProgram.problem(program);
    if (problem != null) {
      throw new LauncherException(
          VARIABLE + " does not name a temporal CLI: " + problem + "; correct it or unset it.");
    }
    return new Finding.Found(new TemporalSource.Program(program));
  }
}
