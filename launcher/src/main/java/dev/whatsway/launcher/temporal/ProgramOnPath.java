package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Programs;
import java.nio.file.Path;
import java.util.Map;

/** A {@code temporal} installed by the person. */
final class ProgramOnPath implements TemporalLink {

  private final Map<String, String> environment;

  ProgramOnPath(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String title() {
    return "temporal on PATH";
  }

  @Override
  public Finding find() {
    Path program = Programs.find("temporal", environment.get("PATH"));
    if (program == null) {
      return new Finding.Missing("not there");
    }
    String problem = TemporalProgram.problem(program);
    return problem == null
        ? new Finding.Found(new TemporalSource.Program(program))
        : new Finding.Missing(problem);
  }
}
