package dev.whatsway.store.channel;

import dev.whatsway.store.channel.Stops.Refusal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What becomes of a number that Meta limits for its quality. By the channel's policy it is stopped,
 * as by any other refusal, or its campaigns go on at a quarter of its rate ({@code book_slots}),
 * until Meta calls its quality good enough again.
 */
final class QualityLimit {

  /** Meta: the number is limited because too many messages were blocked or reported as spam. */
  static final int CODE = 131048;

  private final JdbcClient jdbc;

  QualityLimit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Slows the number down where that is its policy, and says so once.
   *
   * @return whether that is its policy: then it is not to be stopped
   */
  boolean slows(UUID channelId, Refusal refusal, OffsetDateTime now) {
    if (refusal.code() != CODE || !policyIsSlow(channelId)) {
      return false;
    }
    String why =
        refusal.reason()
            + " (Meta's code "
            + CODE
            + ") By its quality_policy its campaigns go on at a quarter of its rate until Meta's"
            + " quality rating is good enough; see WhatsApp Manager.";
    jdbc.sql(
            """
            WITH slowed AS (
              UPDATE channels SET slowed_at = :now, status_reason = :why
              WHERE id = :channel AND slowed_at IS NULL RETURNING id, account_id)
            SELECT log_event(account_id, id, NULL, NULL, 'number.slowed', 'warning', :why, :now)
            FROM slowed
            """)
        .param("channel", channelId)
        .param("why", why)
        .param("now", now)
        .query(row -> {});
    return true;
  }

  private boolean policyIsSlow(UUID channelId) {
    return jdbc.sql("SELECT quality_policy = 'slow' FROM channels WHERE id = :channel")
        .param("channel", channelId)
        .query(Boolean.class)
        .single();
  }
}
