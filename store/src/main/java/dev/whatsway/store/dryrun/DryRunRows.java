package dev.whatsway.store.dryrun;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Dry runs that were asked for. A worker takes one at a time, and another takes over if it dies.
 */
@Repository
public class DryRunRows {

  private static final int TRIES = 2;

  /** Each takes a processor for a while, and the workers do one at a time. */
  private static final int MOST_OPEN = 5;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public DryRunRows(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Asks for one: a campaign has one at a time, an account five. */
  public DryRunAsked ask(UUID accountId, UUID campaignId, String asked) {
    return Objects.requireNonNull(
        transaction.execute(status -> placed(accountId, campaignId, asked)));
  }

  private DryRunAsked placed(UUID accountId, UUID campaignId, String asked) {
    // Who asks at the same time waits here, and then sees this one.
    jdbc.sql("SELECT id FROM accounts WHERE id = :id FOR NO KEY UPDATE")
        .param("id", accountId)
        .query(UUID.class)
        .single();
    List<Open> open =
        jdbc.sql(
                """
                SELECT d.id, d.campaign_id FROM dry_runs d JOIN campaigns c ON c.id = d.campaign_id
                WHERE d.status = 'asked' AND c.account_id = :account
                """)
            .param("account", accountId)
            .query(
                (row, n) ->
                    new Open(
                        row.getObject("id", UUID.class), row.getObject("campaign_id", UUID.class)))
            .list();
    for (Open other : open) {
      if (other.campaignId().equals(campaignId)) {
        return new DryRunAsked.Another(other.id());
      }
    }
    return open.size() < MOST_OPEN
        ? new DryRunAsked.Placed(insert(campaignId, asked))
        : new DryRunAsked.Enough(open.size());
  }

  private record Open(UUID id, UUID campaignId) {}

  private UUID insert(UUID campaignId, String asked) {
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
            WHERE id = :id AND status = 'asked'
            """)
        .param("id", id)
        .param("report", report)
        .param("now", now())
        .update();
  }

  public void failed(UUID id, String error) {
    jdbc.sql(
            """
            UPDATE dry_runs SET status = 'failed', error = :error, ended_at = :now
            WHERE id = :id AND status = 'asked'
            """)
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
