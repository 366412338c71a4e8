package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Ends messages whose time is over. Each statement repeats its condition, so that a webhook which
 * was faster wins; each returns where the message then stands.
 */
@Repository
public class SettlingLedger {

  private final JdbcClient jdbc;
  private final Clock clock;

  public SettlingLedger(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Marks a queued message {@code unknown}. */
  public MessageStatus giveUp(UUID messageId) {
    return settle(
        messageId,
        """
        UPDATE messages SET status = 'unknown', hold_reason = NULL, updated_at = :now
        WHERE id = :id AND status = 'queued'
        """,
        null);
  }

  /** Marks an accepted or sent message {@code expired}. */
  public MessageStatus expire(UUID messageId) {
    return settle(
        messageId,
        """
        UPDATE messages SET status = 'expired', updated_at = :now
        WHERE id = :id AND status IN ('accepted', 'sent')
        """,
        null);
  }

  /**
   * Marks a queued message {@code failed}; {@code unknown} where one of its attempts has no known
   * outcome, since it may have gone out.
   */
  public MessageStatus fail(UUID messageId, Failure failure) {
    return settle(
        messageId,
        """
        UPDATE messages m SET
          status = CASE WHEN open THEN 'unknown' ELSE 'failed' END,
          failed_at = CASE WHEN open THEN NULL ELSE CAST(:now AS timestamptz) END,
          error_code = :code, error_title = :title, error_details = :details,
          hold_reason = NULL, updated_at = :now
        FROM (SELECT EXISTS (SELECT FROM attempts a WHERE a.message_id = :id
                AND (a.outcome IS NULL OR a.outcome = 'unknown')) AS open) AS attempts
        WHERE m.id = :id AND m.status = 'queued'
        """,
        failure);
  }

  private MessageStatus settle(UUID messageId, String sql, @Nullable Failure failure) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql).param("id", messageId).param("now", Rows.at(clock.instant()));
    if (failure != null) {
      statement =
          statement
              .param("code", failure.code())
              .param("title", failure.title())
              .param("details", failure.details());
    }
    statement.update();
    return standing(messageId);
  }

  /** Returns where a message stands. */
  public MessageStatus standing(UUID messageId) {
    return MessageStatus.of(
        jdbc.sql("SELECT status FROM messages WHERE id = :id")
            .param("id", messageId)
            .query(String.class)
            .single());
  }
}
