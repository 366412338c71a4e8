package dev.whatsway.launcher.postgres;

import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data folder of PostgreSQL and how its server is run: in the foreground, as a child of the
 * launcher, on loopback TCP alone and with a password.
 */
public final class PostgresCluster {

  public static final String USER = "whatsway";
  public static final String DATABASE = "whatsway";

  private final PostgresBinaries binaries;
  private final Path folder;
  private final int port;
  private final String password;

  public PostgresCluster(PostgresBinaries binaries, Path folder, int port, String password) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
    this.password = password;
  }

  public String password() {
    return password;
  }

  public int port() {
    return port;
  }

  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  /**
   * Makes the folder unless it is there. Built beside its place and moved there whole, so that an
   * interrupted first start leaves nothing half made.
   */
  public void initialise() throws IOException {
    if (Files.exists(folder.resolve("PG_VERSION"))) {
      return;
    }
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    delete(fresh);
    Path passwordFile = Files.createTempFile("whatsway", ".password");
    try {
      Files.writeString(passwordFile, password + "\n");
      List<String> command = new ArrayList<>(UnprivilegedUser.prefix());
      command.addAll(
          List.of(
              binaries.program("initdb").toString(),
              "--pgdata=" + fresh,
              "--username=" + USER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              // PostgreSQL's own C.UTF-8: the same order and case rules on every machine.
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8"));
      run(command);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(fresh, folder);
  }

  /** The server's command line; clears a lock file that no server of this folder holds. */
  public List<String> command() throws IOException {
    initialise();
    StaleServer.clear(folder);
    List<String> command = new ArrayList<>(UnprivilegedUser.prefix());
    command.addAll(
        List.of(
            binaries.program("postgres").toString(),
            "-D",
            folder.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            // A socket's path is limited to 107 bytes, which a data folder may exceed.
            "-c",
            "unix_socket_directories=",
            // As in docker-compose.yml, where a Temporal server counts on 160 of them.
            "-c",
            "max_connections=300",
            // A checkpoint makes each page's next change be logged as a whole, many times what
            // has changed, so under load there are few of them; after a crash this much is read.
            "-c",
            "max_wal_size=4GB",
            "-c",
            "checkpoint_timeout=15min",
            "-c",
            "shared_buffers=256MB",
            "-c",
            "timezone=UTC",
            "-c",
            "log_timezone=UTC"));
    return command;
  }

  /** Connects to the database {@value #DATABASE}; statements may take as long as they like. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, password);
  }

  /** One look: true when the server takes connections. */
  public boolean serves() throws SQLException {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(2);
    }
  }

  /**
   * Makes a database unless it is there.
   *
   * @param name a plain word, since it is not quoted
   */
  public void createDatabase(String name) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + name);
    }
  }

  /** Tells whether a database has a table of that name; both are plain words. */
  public boolean hasTable(String database, String table) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT to_regclass('public." + table + "')")) {
      return found.next() && found.getString(1) != null;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl(database) + "?connectTimeout=2&loginTimeout=2&socketTimeout=10", USER, password);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new LauncherException(
            "PostgreSQL's data folder cannot be made:\n    " + output.replace("\n", "\n    "));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
