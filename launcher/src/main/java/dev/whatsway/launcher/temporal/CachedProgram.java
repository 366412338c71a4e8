package dev.whatsway.launcher.temporal;

import java.nio.file.Path;

/** The one an earlier run has put into the cache folder. */
final class CachedProgram implements TemporalLink {

  private final Path bin;

  CachedProgram(Path bin) {
    this.bin = bin;
  }

  @Override
  public String title() {
    return "temporal in the cache folder";
  }

  @Override
  public Finding find() {
    Path program = bin.resolve("temporal");
    String problem = TemporalProgram.problem(program);
    return problem == null
        ? new Finding.Found(new TemporalSource.Program(program))
        : new Finding.Missing(problem);
  }
}
