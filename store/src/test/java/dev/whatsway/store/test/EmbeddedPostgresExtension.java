package dev.whatsway.store.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded PostgreSQL a JVM, migrated; every test starts with empty tables. */
public class EmbeddedPostgresExtension implements BeforeEachCallback {

  private static final String DEADLOCK = "40P01";
  private static final int ATTEMPTS = 20;

  private static @Nullable Server server;

  /** Returns the server's URL, starting it when it does not run. */
  public static String url() {
    return server().postgres().getJdbcUrl("postgres", "postgres");
  }

  /**
   * Returns the same object at every call: Spring finds the connection of a transaction by its data
   * source, so statements through a second one would run outside of it.
   */
  public static DataSource dataSource() {
    return server().dataSource();
  }

  private static synchronized Server server() {
    if (server == null) {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        server = new Server(postgres, pooled(postgres.getPostgresDatabase()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Flyway.configure().dataSource(server.dataSource()).load().migrate();
    }
    return server;
  }

  /** A new connection for each statement would take longer than most statements. */
  private static DataSource pooled(DataSource postgres) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(postgres);
    config.setMaximumPoolSize(40);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    for (int attempt = 1; !emptied(attempt == ATTEMPTS); attempt++) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /**
   * A TRUNCATE locks table by table, so that it may meet a query of a running application that
   * holds the next one: PostgreSQL ends one of the two, and whoever is ended has to come again.
   */
  private static boolean emptied(boolean last) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE accounts, inbox, deliveries, portfolio_people, portfolio_counters CASCADE");
      return true;
    } catch (SQLException e) {
      if (last || !DEADLOCK.equals(e.getSQLState())) {
        throw e;
      }
      return false;
    }
  }

  private record Server(EmbeddedPostgres postgres, DataSource dataSource) {}
}
