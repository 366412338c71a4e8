package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts off, before any turn of the number is asked for, what the claim would put off for quiet
 * hours: a lane in the night would take a turn for each of its messages for nothing, which others
 * could send on. The claim looks again and has the last word.
 */
@Repository
public class QuietMessages {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  public QuietMessages(
      JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
    this.clock = clock;
  }

  /** Returns whether there are quiet hours that may hold messages of the campaign. */
  public boolean possible(UUID campaignId) {
    return jdbc.sql(
            """
            SELECT c.quiet_from IS NOT NULL OR r.quiet_hours IS NOT NULL
            FROM campaigns c LEFT JOIN account_rules r ON r.account_id = c.account_id
            WHERE c.id = :campaign
            """)
        .param("campaign", campaignId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Puts messages off that are queued and in whose recipient's night it is.
   *
   * @return those that come later
   */
  public Set<UUID> putOff(Collection<UUID> messageIds) {
    if (messageIds.isEmpty()) {
      return Set.of();
    }
    return Objects.requireNonNull(
        transaction.execute(status -> putOff(messageIds.toArray(UUID[]::new))));
  }

  private Set<UUID> putOff(UUID[] ids) {
    Instant now = clock.instant();
    ClaimWrites writes = new ClaimWrites(jdbc, now);
    Map<UUID, Instant> quiet = new HashMap<>();
    for (LockedMessage message : LockedMessage.lock(jdbc, json, ids).values()) {
      if (message.status() == MessageStatus.QUEUED
          && message.quietWord(now) instanceof QuietTime.Word.Until until) {
        quiet.put(message.id(), until.at());
      }
    }
    quiet.keySet().removeAll(uncertain(quiet.keySet()));
    quiet.forEach((message, until) -> writes.putOff(message, until, SendGate.QUIET));
    writes.flush();
    return quiet.keySet();
  }

  /**
   * What may have gone out is the claim's: it says so, and what the channel's policy makes of it.
   */
  private List<UUID> uncertain(Collection<UUID> messageIds) {
    return messageIds.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                SELECT message_id FROM attempts
                WHERE message_id = ANY(:ids) AND (outcome IS NULL OR outcome = 'unknown')
                """)
            .param("ids", messageIds.toArray(UUID[]::new))
            .query(UUID.class)
            .list();
  }
}
