package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes what JDBC has no direct type for. */
final class Rows {

  /** Returns the time for a timestamptz parameter; the driver takes no {@code Instant}. */
  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  /** Returns the columns error_code, error_title and error_details; null where there is no code. */
  static @Nullable Failure failure(ResultSet row) throws SQLException {
    Integer code = integer(row, "error_code");
    if (code == null) {
      return null;
    }
    String title = row.getString("error_title");
    return new Failure(code, title == null ? "" : title, row.getString("error_details"));
  }

  private Rows() {}
}
