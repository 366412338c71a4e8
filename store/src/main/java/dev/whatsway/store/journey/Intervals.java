package dev.whatsway.store.journey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.util.PGInterval;

/** Reads intervals, for which JDBC has no type. */
final class Intervals {

  static Duration read(ResultSet row, String column) throws SQLException {
    PGInterval interval = (PGInterval) row.getObject(column);
    return Duration.ofDays(interval.getDays())
        .plusHours(interval.getHours())
        .plusMinutes(interval.getMinutes())
        .plusMillis(Math.round(interval.getSeconds() * 1000));
  }

  private Intervals() {}
}
