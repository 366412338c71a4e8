package dev.whatsway.store.subscription;

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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The outbox of events. The triggers of messages and campaigns fill it; any number of processes may
 * empty it. A claim is a lease: a delivery whose process died is due again when it ends.
 */
@Repository
public class Deliveries {

  private final JdbcClient jdbc;
  private final Clock clock;

  public Deliveries(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the active subscriptions that something is due for. */
  public List<Receiver> due() {
    return jdbc.sql(
            """
            SELECT s.id, s.url FROM subscriptions s
            WHERE s.status = 'active' AND EXISTS (
              SELECT FROM deliveries d
              WHERE d.subscription_id = s.id AND d.state = 'pending' AND d.due_at <= :now)
            """)
        .param("now", now())
        .query((row, n) -> new Receiver(row.getObject(1, UUID.class), row.getString(2)))
        .list();
  }

  /** A subscription to deliver to. */
  public record Receiver(UUID id, String url) {}

  /**
   * Claims deliveries of one subscription, those that are due first.
   *
   * @param lease how long nobody else gets them
   */
  public List<Delivery> claim(UUID subscriptionId, int limit, Duration lease) {
    return jdbc
        .sql(
            """
            UPDATE deliveries SET tries = tries + 1, due_at = :until
            WHERE id IN (
              SELECT id FROM deliveries
              WHERE subscription_id = :subscription AND state = 'pending' AND due_at <= :now
              ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
        .param("subscription", subscriptionId)
        .param("now", now())
        .param("until", at(clock.instant().plus(lease)))
        .param("limit", limit)
        .query(Deliveries::read)
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Delivery::id))
        .toList();
  }

  /** Records how tries ended, except where their lease has run out and somebody else tried. */
  public void record(Collection<DeliveryResult> results) {
    jdbc.sql(
            """
            UPDATE deliveries d SET state = r.state, due_at = COALESCE(r.due_at, d.due_at),
              http_status = r.http, error = r.error,
              finished_at = CASE WHEN r.state <> 'pending' THEN :now END
            FROM unnest(:ids::bigint[], :tries::int[], :states::text[], :dues::timestamptz[],
              :https::int[], :errors::text[]) AS r (id, tries, state, due_at, http, error)
            WHERE d.id = r.id AND d.tries = r.tries AND d.state = 'pending'
            """)
        .param("now", now())
        .param("ids", results.stream().map(DeliveryResult::id).toArray(Long[]::new))
        .param("tries", results.stream().map(DeliveryResult::tries).toArray(Integer[]::new))
        .param("states", results.stream().map(DeliveryResult::state).toArray(String[]::new))
        .param(
            "dues",
            results.stream()
                .map(DeliveryResult::dueAt)
                .map(due -> due == null ? null : due.toString())
                .toArray(String[]::new))
        .param("https", results.stream().map(DeliveryResult::httpStatus).toArray(Integer[]::new))
        .param("errors", results.stream().map(DeliveryResult::error).toArray(String[]::new))
        .update();
  }

  /** Returns a page of the subscription's dead letters, by id after {@code after}. */
  public List<Delivery> dead(UUID subscriptionId, long after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM deliveries
            WHERE subscription_id = :subscription AND state = 'dead' AND id > :after
            ORDER BY id LIMIT :limit
            """)
        .param("subscription", subscriptionId)
        .param("after", after)
        .param("limit", limit)
        .query(Deliveries::read)
        .list();
  }

  /** Makes a dead letter due at once, with all its tries before it; returns whether it did. */
  public boolean replay(UUID subscriptionId, long id) {
    return jdbc.sql(
                """
                UPDATE deliveries SET state = 'pending', tries = 0, due_at = :now, finished_at = NULL
                WHERE id = :id AND subscription_id = :subscription AND state = 'dead'
                """)
            .param("id", id)
            .param("subscription", subscriptionId)
            .param("now", now())
            .update()
        == 1;
  }

  /**
   * Lays aside what is pending for subscriptions that are disabled: nobody will take it for now.
   *
   * @return how many, at most {@code limit}
   */
  public int buryOfDisabled(int limit) {
    return jdbc.sql(
            """
            UPDATE deliveries SET state = 'dead', finished_at = :now,
              error = COALESCE(error, 'The subscription is disabled.')
            WHERE id IN (
              SELECT d.id FROM subscriptions s CROSS JOIN LATERAL (
                SELECT id FROM deliveries p
                WHERE p.subscription_id = s.id AND p.state = 'pending'
                LIMIT :limit) AS d
              WHERE s.status = 'disabled' LIMIT :limit)
            """)
        .param("now", now())
        .param("limit", limit)
        .update();
  }

  private static Delivery read(ResultSet row, int number) throws SQLException {
    return new Delivery(
        row.getLong("id"),
        row.getObject("subscription_id", UUID.class),
        row.getObject("event_id", UUID.class),
        row.getString("type"),
        Objects.requireNonNull(instant(row, "occurred_at")),
        row.getString("data"),
        row.getString("state"),
        row.getInt("tries"),
        Objects.requireNonNull(instant(row, "created_at")),
        instant(row, "finished_at"),
        row.getObject("http_status", Integer.class),
        row.getString("error"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private OffsetDateTime now() {
    return at(clock.instant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
