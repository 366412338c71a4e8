package dev.whatsway.store.journey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What journeys' workflows are still to be told: an outbox that many processes may empty. */
@Repository
public class JourneySignals {

  /** People in one statement who are to leave: well within an activity's heartbeat timeout. */
  private static final int LEAVING = 5000;

  private final JdbcClient jdbc;
  private final Clock clock;

  public JourneySignals(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What a signal is. */
  public enum Kind {
    START,
    EVENT,
    RECHECK
  }

  /**
   * One thing to tell.
   *
   * @param event of an event, as {@code AwaitedEvent.kind}; else null
   * @param subject the send step whose message it is about, or the name of a custom event
   * @param message which of the step's messages, as {@code JourneyEvent.message}
   * @param tries how often it was claimed, this time included
   */
  public record Untold(
      long id,
      UUID campaignId,
      UUID contactId,
      Kind kind,
      @Nullable String event,
      @Nullable String subject,
      @Nullable String message,
      int tries) {}

  /**
   * Claims what is due, the oldest first.
   *
   * @param lease how long nobody else gets it
   */
  public List<Untold> claim(int limit, Duration lease) {
    Instant now = clock.instant();
    return jdbc
        .sql(
            """
            UPDATE journey_signals SET tries = tries + 1, due_at = :until
            WHERE id IN (
              SELECT id FROM journey_signals WHERE due_at <= :now
              ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("until", now.plus(lease).atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query(
            (row, n) ->
                new Untold(
                    row.getLong("id"),
                    row.getObject("campaign_id", UUID.class),
                    row.getObject("contact_id", UUID.class),
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getString("event"),
                    row.getString("subject"),
                    row.getString("message"),
                    row.getInt("tries")))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Untold::id))
        .toList();
  }

  /** Removes what was told. */
  public void told(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("DELETE FROM journey_signals WHERE id = ANY (:ids)")
          .param("ids", ids.toArray(Long[]::new))
          .update();
    }
  }

  /** Makes what could not be told due again later. */
  public void later(Collection<Long> ids, Instant due) {
    if (!ids.isEmpty()) {
      jdbc.sql("UPDATE journey_signals SET due_at = :due WHERE id = ANY (:ids)")
          .param("ids", ids.toArray(Long[]::new))
          .param("due", due.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  /**
   * Ends the journeys of a campaign that nobody has begun, and says that the workflows of the
   * others are to look again. It is done page by page; a repetition ends nobody twice, and to look
   * again is harmless.
   *
   * @param reason why they end
   * @param page told after each page
   */
  public void leaveAll(UUID campaignId, String reason, Runnable page) {
    @Nullable Long last = endPlanned(campaignId, -1, reason);
    while (last != null) {
      page.run();
      last = endPlanned(campaignId, last, reason);
    }
    last = recheck(campaignId, -1);
    while (last != null) {
      page.run();
      last = recheck(campaignId, last);
    }
  }

  /** Returns the last ordinal of the page, null where nobody was left. */
  private @Nullable Long endPlanned(UUID campaignId, long after, String reason) {
    return jdbc.sql(
            """
            WITH page AS (
              SELECT ordinal FROM journeys
              WHERE campaign_id = :id AND status = 'planned' AND ordinal > :after
              ORDER BY ordinal LIMIT %d),
            ended AS (
              UPDATE journeys SET status = 'ended', ended_reason = :reason, ended_at = :now, event = '{}',
                frozen = NULL
              WHERE campaign_id = :id AND status = 'planned' AND ordinal = ANY (ARRAY(TABLE page)))
            SELECT max(ordinal) FROM page HAVING count(*) > 0
            """
                .formatted(LEAVING))
        .param("id", campaignId)
        .param("after", after)
        .param("reason", reason)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  /** Returns the last ordinal of the page, null where nobody was left. */
  private @Nullable Long recheck(UUID campaignId, long after) {
    return jdbc.sql(
            """
            WITH page AS (
              SELECT ordinal, contact_id FROM journeys
              WHERE campaign_id = :id AND status = 'active' AND ordinal > :after
              ORDER BY ordinal LIMIT %d),
            told AS (
              INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
              SELECT :id, contact_id, 'recheck', :now FROM page ORDER BY ordinal)
            SELECT max(ordinal) FROM page HAVING count(*) > 0
            """
                .formatted(LEAVING))
        .param("id", campaignId)
        .param("after", after)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  /** Returns the open journey of a person, for the start of its workflow; null where none is. */
  public @Nullable Open open(UUID campaignId, UUID contactId) {
    return jdbc.sql(
            """
            SELECT ordinal, plan_hash, status FROM journeys
            WHERE campaign_id = :campaign AND contact_id = :contact AND status <> 'ended'
            """)
        .param("campaign", campaignId)
        .param("contact", contactId)
        .query(
            (row, n) ->
                new Open(row.getLong(1), row.getString(2), row.getString(3).equals("active")))
        .optional()
        .orElse(null);
  }

  /** A journey that has not ended; {@code active} once its first step was taken. */
  public record Open(long ordinal, String planHash, boolean active) {}
}
