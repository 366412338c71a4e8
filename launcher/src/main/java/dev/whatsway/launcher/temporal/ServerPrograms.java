package dev.whatsway.launcher.temporal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of the Temporal server that go together: the server, and the tool that makes its
 * tables and carries their definitions in itself.
 *
 * @param folder holds both
 */
public record ServerPrograms(Path folder) {

  /** 1.31.5 and 1.32 ask for Go 1.26.10. */
  static final String VERSION = "1.31.2";

  static final String NEEDED_GO = "Go 1.26.4 or newer";

  static final List<String> MODULES =
      List.of(
          "go.temporal.io/server/cmd/server@v" + VERSION,
          "go.temporal.io/server/cmd/tools/sql@v" + VERSION);

  /** Where they stand in the cache folder, built or not. */
  public static ServerPrograms in(Path cache) {
    return new ServerPrograms(cache.resolve("temporal-server-" + VERSION));
  }

  /** Whether both are there. The folder comes into being whole, so that they work once they are. */
  public boolean areThere() {
    return Files.isExecutable(server()) && Files.isExecutable(sqlTool());
  }

  Path server() {
    return folder.resolve("server");
  }

  Path sqlTool() {
    return folder.resolve("sql");
  }
}
