package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has PostgreSQL log every statement with the application that sent it, and counts what it logged.
 *
 * <p>By the log and not by {@code pg_stat_statements}: that has to be loaded when the server
 * starts, keeps no application apart, and forgets the rarest statements. The log slows the server
 * down, which a count does not mind. It is of a bench's own server, whose data goes with it.
 */
final class StatementLog {

  /** None asks for anything; the pool tries its connections by an empty one. */
  private static final Set<String> CONTROL =
      Set.of("", "BEGIN", "COMMIT", "ROLLBACK", "SET", "SHOW");

  private static final String PREFIX = "<%a> ";
  private static final Pattern LINE =
      Pattern.compile("^<([^>]*)> LOG:  (?:execute [^:]*|statement): (.*)$");

  private final PostgresCluster database;
  private final Path log;
  private long from;

  private StatementLog(PostgresCluster database, Path log, long from) {
    this.database = database;
    this.log = log;
    this.from = from;
  }

  /**
   * Starts to log; parameters stay out of the log, since they hold phone numbers.
   *
   * @param log the server's log
   */
  static StatementLog watch(PostgresCluster database, Path log) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET log_parameter_max_length = 0");
      statement.execute("ALTER SYSTEM SET log_line_prefix = '" + PREFIX + "'");
      statement.execute("ALTER SYSTEM SET log_statement = 'all'");
      // An image of each page that is touched first after a checkpoint would be in the bytes, too.
      statement.execute("ALTER SYSTEM SET full_page_writes = off");
      statement.execute("SELECT pg_reload_conf()");
      return new StatementLog(database, log, Files.size(log));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many bytes of write-ahead log the server has made since it is there. */
  long walBytes() {
    return number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  /** Returns the number that a query asks for, by a connection that is not counted. */
  long number(String query) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how often each statement was sent since the last call, by application. */
  Map<String, Map<String, Long>> sinceLast() {
    try {
      byte[] bytes = Files.readAllBytes(log);
      int begin = (int) Math.min(from, bytes.length);
      from = bytes.length;
      return read(new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Map<String, Long>> read(String text) {
    Map<String, Map<String, Long>> counts = new HashMap<>();
    // A statement's further lines are indented by a tab.
    for (String line : text.replaceAll("\n\t", " ").split("\n")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String statement = matcher.group(2).replaceAll("\\s+", " ").strip();
        if (!CONTROL.contains(statement.split("[ ;]", 2)[0])) {
          counts
              .computeIfAbsent(matcher.group(1), application -> new HashMap<>())
              .merge(statement, 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  private static Connection connect(PostgresCluster database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + "?ApplicationName=whatsway-bench",
        PostgresCluster.USER,
        database.password());
  }
}
