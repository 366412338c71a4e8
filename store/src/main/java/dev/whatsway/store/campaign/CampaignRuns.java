package dev.whatsway.store.campaign;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.channel.StopBarrier;
import java.time.Clock;
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
          LineStop stop = new CampaignLines(jdbc).stopOf(id);
          if (stop == null) {
            moveTo(id, CampaignStatus.RUNNING, null);
          } else {
            moveTo(id, CampaignStatus.PAUSED, stop.explained());
          }
          return stop;
        });
  }

  /** Completes the campaign and returns where it stands: one that was closed before stays so. */
  public CampaignStatus close(UUID id, @Nullable String reason) {
    moveTo(id, CampaignStatus.COMPLETED, reason);
    return get(id).status();
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
