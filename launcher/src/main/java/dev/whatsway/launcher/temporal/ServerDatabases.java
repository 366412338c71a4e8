package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Temporal server's two databases in the launcher's PostgreSQL. */
public final class ServerDatabases {

  static final String MAIN = "temporal";
  static final String VISIBILITY = "temporal_visibility";

  private final ServerPrograms programs;
  private final PostgresCluster postgres;
  private final Path log;

  /**
   * @param log gets what the tool says that makes the tables
   */
  public ServerDatabases(ServerPrograms programs, PostgresCluster postgres, Path log) {
    this.programs = programs;
    this.postgres = postgres;
    this.log = log;
  }

  /**
   * Makes the databases where they are missing and brings their tables to the server's version.
   *
   * @throws LauncherException with the cause
   */
  public void prepare() {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      prepare(MAIN, "postgresql/v12/temporal");
      prepare(VISIBILITY, "postgresql/v12/visibility");
    } catch (SQLException | IOException e) {
      throw new LauncherException("Temporal's databases cannot be made: " + e.getMessage(), e);
    }
  }

  private void prepare(String database, String schema) throws SQLException, IOException {
    postgres.createDatabase(database);
    // Over tables that are there it would set their version back to 0.0.
    if (!postgres.hasTable(database, "schema_version")) {
      tool(database, "setup-schema", "--version", "0.0");
    }
    tool(database, "update-schema", "--schema-name", schema);
  }

  private void tool(String database, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.sqlTool().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "SQL_PLUGIN",
                "postgres12",
                "SQL_HOST",
                "127.0.0.1",
                "SQL_PORT",
                Integer.toString(postgres.port()),
                "SQL_USER",
                PostgresCluster.USER,
                "SQL_PASSWORD",
                postgres.password(),
                "SQL_DATABASE",
                database));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new LauncherException(
            "Temporal's database %s cannot be prepared: %s ended with exit code %d; see %s."
                .formatted(database, String.join(" ", command), code, log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
