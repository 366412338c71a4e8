package dev.whatsway.store.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded PostgreSQL a JVM, migrated; every test starts with empty tables. */
public class EmbeddedPostgresExtension implements BeforeEachCallback {

  private static @Nullable EmbeddedPostgres postgres;

  /** Returns the server's URL, starting it when it does not run. */
  public static synchronized String url() {
    if (postgres == null) {
      try {
        postgres = EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
    }
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  public static DataSource dataSource() {
    url();
    return java.util.Objects.requireNonNull(postgres).getPostgresDatabase();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE accounts, inbox CASCADE");
    }
  }
}
