package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What everything that took part says its version is. */
public final class Versions {

  /** The programs whose processes have these names. */
  private static final Map<String, String> PROGRAMS =
      Map.of("redis", "redis-server", "bullmq", "node");

  private static final Pattern NUMBER = Pattern.compile("v=?([0-9][0-9.]*)");
  private static final int PATIENCE_SECONDS = 10;

  private Versions() {}

  /**
   * Asks all that runs there.
   *
   * @return versions by names: {@code temporal}, {@code postgresql}, and programs of peers
   */
  public static Map<String, String> of(BenchPlace place) {
    Map<String, String> versions = new TreeMap<>();
    try (TemporalView temporal = TemporalView.of(place.peers())) {
      versions.put("temporal", temporal.serverVersion());
    }
    versions.put("postgresql", postgresql(place));
    PROGRAMS.forEach(
        (name, program) -> {
          Path file = place.pids().get().containsKey(name) ? Programs.find(program) : null;
          if (file != null) {
            versions.put(program, of(file));
          }
        });
    return versions;
  }

  private static String postgresql(BenchPlace place) {
    try (Connection connection = place.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new LauncherException(
          "PostgreSQL's version cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static String of(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      try {
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return number(new String(output, StandardCharsets.UTF_8));
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return "not told";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    }
  }

  /** Returns the number that stands behind a v. */
  static String number(String output) {
    Matcher matcher = NUMBER.matcher(output);
    return matcher.find() ? matcher.group(1) : "not told";
  }
}
