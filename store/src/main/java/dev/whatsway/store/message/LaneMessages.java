package dev.whatsway.store.message;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The queued messages of a lane whose campaign is tracked by the ledger alone: which are due, which
 * wait until when. What a message workflow would remember stands in the message's row.
 */
@Repository
public class LaneMessages {

  private final JdbcClient jdbc;
  private final Clock clock;

  public LaneMessages(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A queued message that is due.
   *
   * @param answerLost whether the deadline of a lost answer has passed without a webhook
   */
  public record Due(UUID id, long ordinal, UUID contactId, UUID channelId, boolean answerLost) {

    /** Returns the same message through another channel. */
    public Due through(UUID otherChannelId) {
      return new Due(id, ordinal, contactId, otherChannelId, answerLost);
    }
  }

  /**
   * When a lane goes on.
   *
   * @param quietHours whether all that it waits for are quiet hours, so that no webhook ends its
   *     wait
   */
  public record Next(Instant at, boolean quietHours) {}

  /** Returns the first due messages from {@code from} to before {@code end}, by ordinal. */
  public List<Due> due(UUID campaignId, long from, long end, int limit) {
    return jdbc.sql(
            """
            SELECT id, ordinal, contact_id, channel_id,
              hold_reason = 'answer-lost' AND due_at IS NOT NULL AS answer_lost
            FROM messages
            WHERE campaign_id = :campaign AND status = 'queued'
              AND ordinal >= :from AND ordinal < :end
              AND (due_at IS NULL OR due_at <= :now)
            ORDER BY ordinal LIMIT :limit
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("end", end)
        .param("now", Rows.at(clock.instant()))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Due(
                    Rows.uuid(row, "id"),
                    row.getLong("ordinal"),
                    Rows.uuid(row, "contact_id"),
                    Rows.uuid(row, "channel_id"),
                    row.getBoolean("answer_lost")))
        .list();
  }

  /**
   * Returns when the next queued message of the range is due, which may be past; empty when none is
   * queued, but for those that Meta has put off: their campaign waits for them. It reads the lane's
   * queued messages, so ask it when few are left.
   */
  public Optional<Next> nextDue(UUID campaignId, long from, long end) {
    return jdbc.sql(
            """
            SELECT min(COALESCE(due_at, '-infinity')) AS due, count(*) > 0 AS some,
              bool_and(hold_reason IS NOT DISTINCT FROM 'quiet-hours') AS quiet
            FROM messages
            WHERE campaign_id = :campaign AND status = 'queued'
              AND ordinal >= :from AND ordinal < :end
              AND (put_off_until IS NULL OR put_off_until <= :now)
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("end", end)
        .param("now", Rows.at(clock.instant()))
        .query(
            (row, number) -> {
              @Nullable Next next =
                  row.getBoolean("some")
                      ? new Next(due(Rows.instant(row, "due")), row.getBoolean("quiet"))
                      : null;
              return Optional.ofNullable(next);
            })
        .single();
  }

  /**
   * The driver reads {@code -infinity} as a time before any that the JSON of a payload can hold.
   */
  private static Instant due(@Nullable Instant read) {
    return read == null || read.isBefore(Instant.EPOCH) ? Instant.EPOCH : read;
  }

  /** Says until when messages that are still queued wait. */
  public void postpone(Map<UUID, Instant> until) {
    if (until.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages m SET due_at = d.at, updated_at = :now
            FROM (SELECT q.id, d.at FROM unnest(:ids::uuid[], :times::timestamptz[]) AS d (id, at)
                  JOIN messages q ON q.id = d.id WHERE q.status = 'queued'
                  ORDER BY q.id FOR UPDATE OF q) AS d
            WHERE m.id = d.id
            """)
        .param("ids", until.keySet().toArray(UUID[]::new))
        .param("times", until.values().stream().map(Instant::toString).toArray(String[]::new))
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  /** Gives up on lost answers: the messages become {@code unknown}, unless a webhook was faster. */
  public void giveUp(Collection<UUID> messageIds) {
    if (messageIds.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages SET status = 'unknown', hold_reason = NULL, updated_at = :now
            WHERE id IN (SELECT id FROM messages WHERE id = ANY(:ids) AND status = 'queued'
              ORDER BY id FOR UPDATE)
            """)
        .param("ids", messageIds.toArray(UUID[]::new))
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  /**
   * Marks a page of messages {@code expired} that Meta took before {@code before} and did not
   * deliver, by ordinal after {@code after}.
   *
   * @return the last ordinal that was looked at; empty at the campaign's end
   */
  public Optional<Long> expire(UUID campaignId, long after, Instant before, int page) {
    return jdbc.sql(
            """
            WITH page AS (
              SELECT id, ordinal, status, accepted_at FROM messages
              WHERE campaign_id = :campaign AND ordinal > :after ORDER BY ordinal LIMIT :page),
            overdue AS (
              SELECT m.id FROM messages m JOIN page p ON p.id = m.id
              WHERE m.status IN ('accepted', 'sent') AND m.accepted_at < :before
              ORDER BY m.id FOR UPDATE OF m),
            expired AS (
              UPDATE messages SET status = 'expired', updated_at = :now
              WHERE id IN (SELECT id FROM overdue))
            SELECT max(ordinal) FROM page
            """)
        .param("campaign", campaignId)
        .param("after", after)
        .param("before", Rows.at(before))
        .param("page", page)
        .param("now", Rows.at(clock.instant()))
        .query((row, number) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single();
  }
}
