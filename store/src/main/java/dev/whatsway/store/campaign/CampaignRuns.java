package dev.whatsway.store.campaign;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.channel.StopBarrier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Campaigns as their workflows drive them. A closed campaign never opens again, however often or
 * late an activity is repeated.
 */
@Repository
public class CampaignRuns {

  private static final String CLOSED = "('completed', 'canceled', 'missed', 'failed')";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Campaigns campaigns;
  private final Clock clock;

  public CampaignRuns(
      JdbcClient jdbc, PlatformTransactionManager transactions, Campaigns campaigns, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.campaigns = campaigns;
    this.clock = clock;
  }

  /**
   * @throws NoSuchElementException when there is no such campaign
   */
  public Campaign get(UUID id) {
    return campaigns.get(id);
  }

  /**
   * Stores a status. It waits for the claims under way, which hold the row {@code FOR SHARE}, and
   * every later claim sees it.
   */
  public void moveTo(UUID id, CampaignStatus status, @Nullable String reason) {
    jdbc.sql(
            """
            UPDATE campaigns SET status = :status, status_reason = :reason, updated_at = :now,
              started_at = CASE WHEN :status = 'running' THEN COALESCE(started_at, :now)
                ELSE started_at END,
              closed_at = CASE WHEN :closed THEN :now END
            WHERE id = :id AND status NOT IN %s
            """
                .formatted(CLOSED))
        .param("status", status.wire())
        .param("reason", reason)
        .param("closed", status.closed())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /**
   * Moves the campaign to running, or to paused where a stop leaves it no channel to send through.
   * A stop that is stored later finds the campaign running, or waits for this.
   *
   * @return what stops it, null where it runs
   */
  public @Nullable LineStop run(UUID id) {
    return transaction.execute(
        status -> {
          new StopBarrier(jdbc).passing();
          new CampaignCategories(jdbc).askForConsent(campaigns.get(id));
          LineStop stop = new CampaignLines(jdbc).stopOf(id);
          if (stop == null) {
            moveTo(id, CampaignStatus.RUNNING, null);
          } else {
            moveTo(id, CampaignStatus.PAUSED, stop.explained());
          }
          return stop;
        });
  }

  /**
   * Completes the campaign, unless messages of it that Meta put off are still to come, or may be
   * for as long as {@code lateRefusals}, and returns where it stands: one that was closed before
   * stays so.
   *
   * @param lateRefusals how long after everything is decided webhooks may still tell that Meta puts
   *     off what it had accepted
   */
  public CampaignStatus close(UUID id, @Nullable String reason, Duration lateRefusals) {
    transaction.executeWithoutResult(
        status -> {
          // Whoever puts a message off holds the row FOR SHARE: after this lock either its message
          // is seen, or it sees the campaign closed.
          jdbc.sql("SELECT id FROM campaigns WHERE id = :id FOR UPDATE")
              .param("id", id)
              .query(UUID.class)
              .optional();
          boolean waits = firstDue(id) != null || peopleOnTheirWay(id);
          if (!markDecided(id, waits, lateRefusals) && !waits) {
            moveTo(id, CampaignStatus.COMPLETED, reason);
          }
        });
    return get(id).status();
  }

  /**
   * Returns whether people are on their journeys through the campaign, or may still enter one: by
   * an event until its end.
   */
  public boolean peopleOnTheirWay(UUID id) {
    Campaign campaign = get(id);
    boolean mayEnter = campaign.entryEvent() != null && !campaign.ended(clock.instant());
    return mayEnter
        || jdbc.sql(
                """
                SELECT EXISTS (SELECT FROM journeys WHERE campaign_id = :id AND status = 'planned')
                  OR EXISTS (SELECT FROM journeys WHERE campaign_id = :id AND status = 'active')
                  OR (:journey AND EXISTS (
                    SELECT FROM messages WHERE campaign_id = :id AND status = 'queued'))
                """)
            .param("journey", campaign.journeyHash() != null)
            .param("id", id)
            .query(Boolean.class)
            .single();
  }

  /** Returns whether late refusals are still to be waited for. */
  private boolean markDecided(UUID id, boolean waits, Duration lateRefusals) {
    return jdbc.sql(
            """
            UPDATE campaigns SET decided_at = CASE WHEN :waits THEN NULL
              ELSE COALESCE(decided_at, :now) END
            WHERE id = :id AND lower(category) = 'marketing' AND marketing_cap_retries > 0
            RETURNING decided_at > :long_ago
              AND (end_at IS NULL OR end_at > :now)
              AND EXISTS (SELECT FROM campaign_counters r WHERE r.campaign_id = campaigns.id
                AND r.metric IN ('accepted', 'sent') AND r.n <> 0)
            """)
        .param("waits", waits)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("long_ago", clock.instant().minus(lateRefusals).atOffset(ZoneOffset.UTC))
        .param("id", id)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Returns how long the campaign has been paused in all until {@code now}. */
  public Duration pausedFor(UUID id, Instant now) {
    double seconds =
        jdbc.sql(
                """
                SELECT extract(epoch FROM paused_for
                  + COALESCE(GREATEST(:now::timestamptz - paused_at, '0'), '0'))::float8
                FROM campaigns WHERE id = :id
                """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", id)
            .query(Double.class)
            .single();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** Says that not everything is decided: what was put off may be put off again. */
  public void undecided(UUID id) {
    jdbc.sql("UPDATE campaigns SET decided_at = NULL WHERE id = :id").param("id", id).update();
  }

  /** Returns when the first message that Meta put off comes again; null where none waits. */
  public @Nullable Instant firstDue(UUID id) {
    return due(id, "ASC");
  }

  /** Returns when the last message that Meta put off comes again; null where none waits. */
  public @Nullable Instant lastDue(UUID id) {
    return due(id, "DESC");
  }

  private @Nullable Instant due(UUID id, String order) {
    return jdbc.sql(
            """
            SELECT put_off_until FROM messages
            WHERE campaign_id = :id AND status = 'queued' AND put_off_until IS NOT NULL
            ORDER BY put_off_until %s LIMIT 1
            """
                .formatted(order))
        .param("id", id)
        .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .optional()
        .orElse(null);
  }

  /**
   * Does some work in a transaction in which the campaign cannot be closed.
   *
   * @return false, with nothing done, when it is closed
   */
  public boolean unlessClosed(UUID id, Runnable work) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean open =
                  jdbc.sql(
                          "SELECT id FROM campaigns WHERE id = :id AND status NOT IN %s FOR SHARE"
                              .formatted(CLOSED))
                      .param("id", id)
                      .query(UUID.class)
                      .optional()
                      .isPresent();
              if (open) {
                work.run();
              }
              return open;
            }));
  }
}
