package dev.whatsway.store.dryrun;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Dry runs that were asked for. A worker takes one at a time, and another takes over if it dies.
 */
@Repository
public class DryRunRows {

  private static final int TRIES = 2;

  private final JdbcClient jdbc;
  private final Clock clock;

  public DryRunRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Asks for one, and returns its id. */
  public UUID ask(UUID campaignId, String asked) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO dry_runs (id, campaign_id, asked, status, created_at)
            VALUES (:id, :campaign, :asked::jsonb, 'asked', :now)
            """)
        .param("id", id)
        .param("campaign", campaignId)
        .param("asked", asked)
        .param("now", now())
        .update();
    return id;
  }

  public Optional<DryRunRow> find(UUID campaignId, UUID id) {
    return jdbc.sql("SELECT * FROM dry_runs WHERE campaign_id = :campaign AND id = :id")
        .param("campaign", campaignId)
        .param("id", id)
        .query(DryRunRows::read)
        .optional();
  }

  /** Claims the oldest that nobody has; one that was tried twice without an end has failed. */
  public Optional<DryRunRow> claim(Duration lease) {
    jdbc.sql(
            """
            UPDATE dry_runs SET status = 'failed', ended_at = :now,
              error = 'The workers that tried it have died; ask for a smaller sample.'
            WHERE status = 'asked' AND tries >= :tries AND leased_to < :now
            """)
        .param("tries", TRIES)
        .param("now", now())
        .update();
    return jdbc.sql(
            """
            UPDATE dry_runs SET leased_to = :until, tries = tries + 1
            WHERE id = (
              SELECT id FROM dry_runs
              WHERE status = 'asked' AND (leased_to IS NULL OR leased_to < :now)
              ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
        .param("now", now())
        .param("until", clock.instant().plus(lease).atOffset(ZoneOffset.UTC))
        .query(DryRunRows::read)
        .optional();
  }

  public void done(UUID id, String report) {
    jdbc.sql(
            """
            UPDATE dry_runs SET status = 'done', report = :report::jsonb, ended_at = :now
            WHERE id = :id
            """)
        .param("id", id)
        .param("report", report)
        .param("now", now())
        .update();
  }

  public void failed(UUID id, String error) {
    jdbc.sql(
            "UPDATE dry_runs SET status = 'failed', error = :error, ended_at = :now WHERE id = :id")
        .param("id", id)
        .param("error", error)
        .param("now", now())
        .update();
  }

  private static DryRunRow read(ResultSet row, int number) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new DryRunRow(
        row.getObject("id", UUID.class),
        row.getObject("campaign_id", UUID.class),
        row.getString("asked"),
        row.getString("status"),
        row.getString("report"),
        row.getString("error"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
