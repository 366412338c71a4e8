package dev.whatsway.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.process.ChildSpec;
import dev.whatsway.launcher.process.RunFolder;
import dev.whatsway.launcher.process.Supervisor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real PostgreSQL, as the launcher runs it. */
class PostgresClusterTest {

  @TempDir Path folder;

  private PostgresCluster cluster;
  private Supervisor supervisor;

  @BeforeEach
  void start() throws Exception {
    Path cache = Path.of("target/cache").toAbsolutePath();
    int port;
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = any.getLocalPort();
    }
    cluster =
        new PostgresCluster(
            PostgresBinaries.unpackedIn(cache), folder.resolve("postgres"), port, "secret");
    startServer();
    cluster.createDatabase(PostgresCluster.DATABASE);
  }

  @AfterEach
  void end() {
    supervisor.close();
  }

  @Test
  void data_survives_an_orderly_restart() throws Exception {
    write();
    supervisor.close();
    assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();

    startServer();

    assertThat(written()).isTrue();
  }

  @Test
  void a_killed_server_comes_back_with_its_data() throws Exception {
    write();
    // A backend in the middle of a statement is what holds the old shared memory.
    try (Connection busy = connect("secret")) {
      Thread statement = new Thread(() -> sleepInside(busy));
      statement.start();
      long postmaster = supervisor.pids().get("postgres");
      ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> supervisor.pids().get("postgres") != postmaster && cluster.serves());
      assertThat(written()).isTrue();
    }
  }

  @Test
  void a_lock_file_that_names_an_unrelated_process_does_not_stop_the_start() throws Exception {
    write();
    supervisor.close();
    Files.writeString(
        folder.resolve("postgres/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + folder.resolve("postgres") + "\n");

    startServer();

    assertThat(written()).isTrue();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void nobody_gets_in_without_the_password() {
    assertThatThrownBy(() -> connect("wrong")).isInstanceOf(SQLException.class);
  }

  private void startServer() {
    supervisor =
        new Supervisor(
            RunFolder.at(folder.resolve("run")),
            folder.resolve("logs"),
            new Console(System.out, false),
            () -> {});
    supervisor.start(
        new ChildSpec(
            "postgres",
            "PostgreSQL",
            cluster::command,
            Map.of(),
            "INT",
            cluster::serves,
            Duration.ofSeconds(60),
            20));
  }

  private void write() throws SQLException {
    try (Connection connection = connect("secret")) {
      connection.createStatement().execute("CREATE TABLE kept AS SELECT 'Größe' AS word");
    }
  }

  private boolean written() throws SQLException {
    try (Connection connection = connect("secret");
        var found =
            connection
                .createStatement()
                .executeQuery("SELECT upper(word) = 'GRÖSSE' OR upper(word) = 'GRÖßE' FROM kept")) {
      return found.next() && found.getBoolean(1);
    }
  }

  private static void sleepInside(Connection connection) {
    try {
      connection.createStatement().execute("SELECT pg_sleep(3)");
    } catch (SQLException e) {
      // The server goes away under it, as it should.
    }
  }

  private Connection connect(String password) throws SQLException {
    return DriverManager.getConnection(cluster.jdbcUrl(), PostgresCluster.USER, password);
  }
}
