package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has PostgreSQL log every statement that takes longer than a limit, and reads what it logged. */
final class SlowStatements {

  static final int LIMIT_MILLIS = 50;

  private static final Pattern LINE =
      Pattern.compile(
          "duration: ([0-9.]+) ms +(?:execute [^:]*|statement|parse [^:]*|bind [^:]*): (.*)");
  private static final int SHOWN = 120;
  private static final int PRINTED = 10;

  private final Path log;
  private long from;

  private SlowStatements(Path log, long from) {
    this.log = log;
    this.from = from;
  }

  /**
   * Starts to log; parameters stay out of the log, since they hold phone numbers.
   *
   * @param log the server's log
   */
  static SlowStatements watch(PostgresCluster database, Path log) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET log_parameter_max_length = 0");
      statement.execute("ALTER SYSTEM SET log_min_duration_statement = " + LIMIT_MILLIS);
      statement.execute("SELECT pg_reload_conf()");
      return new SlowStatements(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A statement that was slow.
   *
   * @param text its beginning
   * @param times how often
   * @param longestMillis the longest of them
   */
  record Slow(String text, long times, double longestMillis) {}

  /** Returns the slow statements since the last call, the longest first. */
  List<Slow> sinceLast() {
    try {
      byte[] bytes = Files.readAllBytes(log);
      int begin = (int) Math.min(from, bytes.length);
      from = bytes.length;
      return read(new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Prints how many there were, and the longest of them.
   *
   * @param phase what went on meanwhile
   * @param slow the longest first
   */
  static void print(Console console, String phase, List<Slow> slow) {
    console.line(
        "  statements over %d ms in the %s: %d"
            .formatted(LIMIT_MILLIS, phase, slow.stream().mapToLong(Slow::times).sum()));
    slow.stream()
        .limit(PRINTED)
        .forEach(
            each ->
                console.line(
                    String.format(
                        Locale.ROOT,
                        "    %7.1f ms  %5d times  %s",
                        each.longestMillis(),
                        each.times(),
                        each.text())));
  }

  static List<Slow> read(String text) {
    Map<String, Slow> slow = new LinkedHashMap<>();
    // A statement's further lines are indented by a tab.
    for (String line : text.replaceAll("\n\t", " ").split("\n")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find()) {
        String statement = matcher.group(2).replaceAll("\\s+", " ").strip();
        String beginning = statement.substring(0, Math.min(SHOWN, statement.length()));
        slow.merge(
            beginning,
            new Slow(beginning, 1, Double.parseDouble(matcher.group(1))),
            (one, other) ->
                new Slow(
                    beginning,
                    one.times + other.times,
                    Math.max(one.longestMillis, other.longestMillis)));
      }
    }
    return slow.values().stream()
        .sorted(Comparator.comparingDouble(Slow::longestMillis).reversed())
        .toList();
  }
}
