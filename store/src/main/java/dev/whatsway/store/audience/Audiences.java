package dev.whatsway.store.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Audiences. */
@Repository
public class Audiences {

  private final JdbcClient jdbc;

  public Audiences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<Audience> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM audiences WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> audience(row))
        .optional();
  }

  public List<Audience> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM audiences
            WHERE account_id = :account AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> audience(row))
        .list();
  }

  void begin(AudienceImport.Request request, Instant now) {
    jdbc.sql(
            """
            INSERT INTO audiences (id, account_id, name, status, consent_source, created_at, updated_at)
            VALUES (:id, :account, :name, 'importing', :source, :now, :now)
            """)
        .param("id", request.id())
        .param("account", request.accountId())
        .param("name", request.name())
        .param("source", request.consentSource())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Ends an import: failed with the problem, ready where it is null. */
  void end(UUID id, @Nullable String problem, Instant now) {
    jdbc.sql(
            "UPDATE audiences SET status = :status, status_reason = :problem, updated_at = :now"
                + " WHERE id = :id")
        .param("status", problem == null ? "ready" : "failed")
        .param("problem", problem)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /**
   * Fails imports whose process died: a living one writes its counts every few seconds.
   *
   * @param before the last sign of life of a dead one is older than this
   */
  public int failAbandoned(Instant before, Instant now) {
    return jdbc.sql(
            """
            UPDATE audiences SET status = 'failed', updated_at = :now,
              status_reason = 'The import was interrupted; send the file again.'
            WHERE status = 'importing' AND updated_at < :before
            """)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Audience audience(ResultSet row) throws SQLException {
    return new Audience(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("name"),
        row.getString("status"),
        row.getString("status_reason"),
        row.getString("consent_source"),
        row.getLong("rows"),
        row.getLong("accepted"),
        row.getLong("rejected"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
