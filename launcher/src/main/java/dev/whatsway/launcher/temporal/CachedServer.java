package dev.whatsway.launcher.temporal;

/** The server that an earlier run has built into the cache folder. */
final class CachedServer implements TemporalLink {

  private final ServerPrograms programs;

  CachedServer(ServerPrograms programs) {
    this.programs = programs;
  }

  @Override
  public String title() {
    return "the Temporal server in the cache folder";
  }

  @Override
  public Finding find() {
    return programs.areThere()
        ? new Finding.Found(new TemporalSource.Server(programs))
        : new Finding.Missing(programs.folder() + " does not hold it");
  }
}
