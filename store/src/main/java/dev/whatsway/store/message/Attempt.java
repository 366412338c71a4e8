package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call to Meta.
 *
 * @param id also the {@code biz_opaque_callback_data} of the call
 * @param round the workflow's count of sends, from 1
 * @param number the try within the round, from 1
 * @param outcome null while the call is in flight, or after its worker died
 * @param httpStatus null where Meta did not answer
 */
public record Attempt(
    UUID id,
    Route route,
    int round,
    int number,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Outcome outcome,
    @Nullable Integer httpStatus,
    @Nullable Failure failure,
    @Nullable String wamid) {

  /** How a call ended. */
  public enum Outcome {
    ACCEPTED,
    /** The route refused definitely; the other may take it. */
    REFUSED,
    /** Not sent, and the same call may succeed later. */
    RETRYABLE,
    RATE_LIMITED,
    REJECTED,
    /** Meta refuses every further message of the template or account; this one waits. */
    STOPPED,
    /** The answer was lost. */
    UNKNOWN;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  static Attempt read(ResultSet row, int number) throws SQLException {
    String outcome = row.getString("outcome");
    return new Attempt(
        Rows.uuid(row, "id"),
        Route.of(row.getString("route")),
        row.getInt("round"),
        row.getInt("number"),
        Objects.requireNonNull(Rows.instant(row, "started_at")),
        Rows.instant(row, "finished_at"),
        outcome == null ? null : Outcome.of(outcome),
        Rows.integer(row, "http_status"),
        Rows.failure(row),
        row.getString("wamid"));
  }

  boolean inFlight() {
    return outcome == null;
  }
}
