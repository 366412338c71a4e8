package dev.whatsway.store.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The inbox as its accounts see it: events that were set aside, and their way back. */
@Repository
public class SetAside {

  private final JdbcClient jdbc;
  private final Clock clock;

  public SetAside(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * An event.
   *
   * @param state {@code pending}, {@code done} or {@code set_aside}
   * @param error what its last try came to
   * @param payload as it is stored, with what Meta sent as {@code item}
   */
  public record Event(
      long id,
      EventKind kind,
      String state,
      @Nullable String error,
      int tries,
      Instant receivedAt,
      String payload) {}

  /** Returns the account's events that were set aside, oldest first, after the one given. */
  public List<Event> page(UUID accountId, long after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM inbox WHERE state = 'set_aside' AND account_id = :account AND id > :after
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query(SetAside::event)
        .list();
  }

  /** Returns an event of the account, in whatever state. */
  public Optional<Event> find(UUID accountId, long id) {
    return jdbc.sql("SELECT * FROM inbox WHERE id = :id AND account_id = :account")
        .param("id", id)
        .param("account", accountId)
        .query(SetAside::event)
        .optional();
  }

  /**
   * Brings an event that was set aside back into the queue, due at once. It is known as one that
   * was tried before: its effect may be in the ledger already, and its workflow not told.
   *
   * @return false where it is not set aside (any more)
   */
  public boolean replay(long id) {
    return jdbc.sql(
                """
                UPDATE inbox SET state = 'pending', tries = 1, error = NULL, due_at = :now
                WHERE id = :id AND state = 'set_aside'
                """)
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("id", id)
            .update()
        == 1;
  }

  private static Event event(ResultSet row, int number) throws SQLException {
    return new Event(
        row.getLong("id"),
        EventKind.of(row.getString("kind")),
        row.getString("state"),
        row.getString("error"),
        row.getInt("tries"),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getString("payload"));
  }
}
