package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Builds the CLI from source, once, into the cache folder. */
final class GoBuild implements TemporalLink {

  /** The last version {@code go install} takes: later ones have a replace directive. */
  static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v1.5.1";

  private final Map<String, String> environment;
  private final Path bin;
  private final Console console;

  GoBuild(Map<String, String> environment, Path bin, Console console) {
    this.environment = environment;
    this.bin = bin;
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
    console.line("Building the temporal CLI with Go, once; this takes about 5 minutes on 2 cores.");
    try {
      return build(go);
    } catch (IOException e) {
      return new Finding.Missing("failed (" + e.getMessage() + ")");
    }
  }

  private Finding build(Path go) throws IOException {
    Files.createDirectories(bin);
    // Built beside its place and moved there whole: another launcher may be looking.
    Path folder = Files.createTempDirectory(bin, ".build");
    Path built = folder.resolve("temporal");
    try {
      String problem =
          new GoInstall(go, List.of(MODULE))
              .into(folder, bin.resolve("temporal-build.log"), console);
      if (problem != null) {
        return new Finding.Missing(problem);
      }
      Path program = bin.resolve("temporal");
      Files.move(built, program, StandardCopyOption.REPLACE_EXISTING);
      return new Finding.Found(new TemporalSource.Program(program));
    } finally {
      Files.deleteIfExists(built);
      Files.deleteIfExists(folder);
    }
  }
}
