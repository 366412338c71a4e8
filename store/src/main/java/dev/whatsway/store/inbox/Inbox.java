package dev.whatsway.store.inbox;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The queue between the ingress, which must answer Meta at once, and the dispatchers, of which any
 * number may run. A claim is a lease: an event whose dispatcher died is due again when it ends.
 *
 * <p>What {@link #add} stores is acknowledged, and is on the disk when it returns. Neither a claim
 * nor {@link #done} waits for the disk, which the ingress needs: a crash of PostgreSQL may forget
 * the last of them, and those events are handled again, which changes nothing.
 */
@Repository
public class Inbox {

  /** Seconds: whoever sent a webhook waits for ten. */
  private static final int LONGEST_INSERT = 8;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final Clock clock;

  public Inbox(JdbcTemplate template, Clock clock) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.clock = clock;
  }

  /**
   * Stores a webhook's events in one statement; those that are there already are left alone.
   *
   * @return how many were new
   * @throws org.springframework.dao.QueryTimeoutException after eight seconds
   */
  public int add(List<ReceivedEvent> events) {
    if (events.isEmpty()) {
      return 0;
    }
    return Objects.requireNonNull(
        template.execute(
            """
            INSERT INTO inbox (event_key, kind, phone_number_id, payload, received_at, due_at, state, error, account_id)
            SELECT key, kind, phone, payload, ?, ?, CASE WHEN refusal IS NULL THEN 'pending' ELSE 'set_aside' END, refusal, account
            FROM unnest(?, ?, ?, ?, ?, ?) AS event (key, kind, phone, payload, refusal, account)
            ON CONFLICT (event_key) DO NOTHING
            """,
            (PreparedStatement insert) -> {
              insert.setQueryTimeout(LONGEST_INSERT);
              OffsetDateTime now = now();
              insert.setObject(1, now);
              insert.setObject(2, now);
              insert.setArray(
                  3,
                  insert
                      .getConnection()
                      .createArrayOf(
                          "bytea", events.stream().map(ReceivedEvent::key).toArray(byte[][]::new)));
              insert.setArray(
                  4, array(insert, "text", events.stream().map(event -> event.kind().wire())));
              insert.setArray(
                  5, array(insert, "text", events.stream().map(ReceivedEvent::phoneNumberId)));
              insert.setArray(
                  6, array(insert, "text", events.stream().map(ReceivedEvent::payload)));
              insert.setArray(
                  7, array(insert, "text", events.stream().map(ReceivedEvent::refusal)));
              insert.setArray(
                  8, array(insert, "uuid", events.stream().map(ReceivedEvent::accountId)));
              return insert.executeUpdate();
            }));
  }

  /**
   * Claims the events that are due, oldest first.
   *
   * @param lease how long nobody else gets them
   */
  public List<PendingEvent> claim(int limit, Duration lease) {
    return jdbc
        .sql(
            """
            UPDATE inbox SET tries = tries + 1, due_at = :until
            WHERE id IN (
              SELECT id FROM inbox WHERE state = 'pending' AND due_at <= :now
              ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING *, set_config('synchronous_commit', 'off', true)
            """)
        .param("now", now())
        .param("until", at(clock.instant().plus(lease)))
        .param("limit", limit)
        .query(Inbox::read)
        .list()
        .stream()
        .sorted(Comparator.comparingLong(PendingEvent::id))
        .toList();
  }

  /**
   * Locks the events that are due, oldest first, until the caller's transaction ends: nobody else
   * gets them meanwhile. Its commit does not wait for the disk.
   */
  public List<PendingEvent> lock(int limit) {
    return jdbc.sql(
            """
            SELECT *, set_config('synchronous_commit', 'off', true) FROM inbox
            WHERE state = 'pending' AND due_at <= :now
            ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
            """)
        .param("now", now())
        .param("limit", limit)
        .query(Inbox::read)
        .list();
  }

  /**
   * Claims events that {@link #lock} has returned.
   *
   * @param lease how long nobody else gets them
   * @return the events as claimed
   */
  public List<PendingEvent> claim(Collection<PendingEvent> locked, Duration lease) {
    if (!locked.isEmpty()) {
      jdbc.sql("UPDATE inbox SET tries = tries + 1, due_at = :until WHERE id = ANY (:ids)")
          .param("until", at(clock.instant().plus(lease)))
          .param("ids", locked.stream().map(PendingEvent::id).toArray(Long[]::new))
          .update();
    }
    return locked.stream().map(PendingEvent::claimed).toList();
  }

  /** Takes events off the queue; their keys stay, so that repetitions are still known. */
  public void done(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              UPDATE inbox SET state = 'done' WHERE id = ANY (:ids)
              RETURNING set_config('synchronous_commit', 'off', true)
              """)
          .param("ids", ids.toArray(Long[]::new))
          .query(row -> {});
    }
  }

  /**
   * Takes one event off the queue unless that has happened.
   *
   * @return whether this call did it: in a transaction with the event's effect, that happens once
   */
  public boolean finish(long id) {
    return jdbc.sql("UPDATE inbox SET state = 'done' WHERE id = :id AND state = 'pending'")
            .param("id", id)
            .update()
        == 1;
  }

  /** Makes an event due again later. */
  public void later(long id, Instant due, String why) {
    jdbc.sql("UPDATE inbox SET due_at = :due, error = :why WHERE id = :id AND state = 'pending'")
        .param("due", at(due))
        .param("why", why)
        .param("id", id)
        .update();
  }

  /**
   * Makes all events due that were made to wait for this reason. One that a dispatcher holds may be
   * among them: it is handled twice then, which changes nothing.
   */
  public void hasten(String why) {
    jdbc.sql(
            """
            UPDATE inbox SET due_at = :now WHERE id IN (
              SELECT id FROM inbox WHERE state = 'pending' AND due_at > :now AND error = :why
              ORDER BY id FOR UPDATE SKIP LOCKED)
            """)
        .param("now", now())
        .param("why", why)
        .update();
  }

  /** Sets a poison event aside, with its error; {@link SetAside#replay} brings it back. */
  public void setAside(long id, String error) {
    jdbc.sql(
            """
            WITH aside AS (
              UPDATE inbox SET state = 'set_aside', error = :error WHERE id = :id AND state <> 'done'
              RETURNING id, account_id, kind)
            SELECT log_event(account_id, NULL, NULL, NULL, 'webhook.set_aside', 'critical',
              'A webhook event (' || kind || ') could not be handled and was set aside: '
                || 'look at GET /api/v1/inbox/' || id || ', then replay it.', :now)
            FROM aside WHERE account_id IS NOT NULL
            """)
        .param("error", error)
        .param("id", id)
        .param("now", now())
        .query(row -> {});
  }

  /**
   * Forgets events that are done and older, at most {@code limit} of them.
   *
   * @return how many
   */
  public int forget(Instant before, int limit) {
    return jdbc.sql(
            """
            DELETE FROM inbox WHERE id IN (
              SELECT id FROM inbox WHERE state = 'done' AND received_at < :before
              ORDER BY received_at LIMIT :limit)
            """)
        .param("before", at(before))
        .param("limit", limit)
        .update();
  }

  /** Forgets events that were set aside and older, at most {@code limit} of them. */
  public int forgetSetAside(Instant before, int limit) {
    return jdbc.sql(
            """
            DELETE FROM inbox WHERE id IN (
              SELECT id FROM inbox WHERE state = 'set_aside' AND received_at < :before
              ORDER BY id LIMIT :limit)
            """)
        .param("before", at(before))
        .param("limit", limit)
        .update();
  }

  private static PendingEvent read(ResultSet row, int number) throws SQLException {
    return new PendingEvent(
        row.getLong("id"),
        EventKind.of(row.getString("kind")),
        row.getString("phone_number_id"),
        row.getString("payload"),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getInt("tries"),
        row.getObject("account_id", UUID.class));
  }

  private static Array array(PreparedStatement statement, String type, Stream<?> values)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, values.toArray());
  }

  private OffsetDateTime now() {
    return at(clock.instant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
