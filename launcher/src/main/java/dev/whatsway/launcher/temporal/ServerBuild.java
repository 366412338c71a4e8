package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Builds the server from source, once, into the cache folder. */
final class ServerBuild implements TemporalLink {

  private final Map<String, String> environment;
  private final ServerPrograms programs;
  private final Console console;

  ServerBuild(Map<String, String> environment, ServerPrograms programs, Console console) {
    this.environment = environment;
    this.programs = programs;
    this.console = console;
  }

  @Override
  public String title() {
    return "a build with Go";
  }

  @Override
  public Finding find() {
    Path go = Programs.find("go", environment.get("PATH"));
    if (go == null) {
      return new Finding.Missing("no go on PATH");
    }
    console.line(
        "Building Temporal's server %s with Go, once; this takes about 6 minutes on 2 cores."
            .formatted(ServerPrograms.VERSION));
    try {
      return build(go);
    } catch (IOException e) {
      return new Finding.Missing("failed (" + e.getMessage() + ")");
    }
  }

  private Finding build(Path go) throws IOException {
    Path place = programs.folder();
    Path cache = place.toAbsolutePath().getParent();
    Files.createDirectories(cache);
    // Built beside its place and moved there whole: another launcher may be looking.
    ServerPrograms fresh = new ServerPrograms(Files.createTempDirectory(cache, ".temporal-server"));
    try {
      String problem =
          new GoInstall(go, ServerPrograms.MODULES)
              .into(fresh.folder(), cache.resolve("temporal-server-build.log"), console);
      if (problem != null) {
        return new Finding.Missing(problem);
      }
      if (!programs.areThere()) {
        Files.move(fresh.folder(), place, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Finding.Found(new TemporalSource.Server(programs));
    } finally {
      Files.deleteIfExists(fresh.server());
      Files.deleteIfExists(fresh.sqlTool());
      Files.deleteIfExists(fresh.folder());
    }
  }
}
