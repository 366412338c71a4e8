package dev.whatsway.store.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What frequency caps look at, for the claims and for whoever tries one out. */
record FrequencyReads(JdbcClient jdbc) {

  /**
   * A queued message of a running marketing campaign.
   *
   * @param putOffUntil null where it may be claimed at once
   */
  record Waiting(UUID messageId, UUID accountId, int priority, @Nullable Instant putOffUntil) {}

  private record Higher(UUID campaignId, UUID accountId, int priority) {}

  /** Returns when each message of a row of {@code contact_frequency} was claimed last. */
  static Map<UUID, Instant> claimed(ResultSet row) throws SQLException {
    UUID[] messages = (UUID[]) row.getArray("messages").getArray();
    Timestamp[] times = (Timestamp[]) row.getArray("claimed_at").getArray();
    Map<UUID, Instant> claimed = new LinkedHashMap<>();
    for (int i = 0; i < messages.length; i++) {
      claimed.put(messages[i], times[i].toInstant());
    }
    return claimed;
  }

  /**
   * Returns what is queued for the contacts in campaigns of the accounts with a priority higher
   * than {@code least}, by contact.
   */
  Map<UUID, List<Waiting>> waiting(UUID[] accounts, int least, UUID[] contacts) {
    Map<UUID, Higher> higher = new HashMap<>();
    jdbc.sql(
            """
            SELECT id, account_id, priority FROM campaigns
            WHERE account_id = ANY(:accounts) AND status IN ('running', 'paused')
              AND status = 'running' AND priority > :least
              AND (consent_needed OR lower(category) = 'marketing')
            """)
        .param("accounts", accounts)
        .param("least", least)
        .query(
            (row, number) ->
                new Higher(
                    Rows.uuid(row, "id"), Rows.uuid(row, "account_id"), row.getInt("priority")))
        .list()
        .forEach(campaign -> higher.put(campaign.campaignId(), campaign));
    Map<UUID, List<Waiting>> waiting = new HashMap<>();
    if (higher.isEmpty()) {
      return waiting;
    }
    jdbc.sql(
            """
            SELECT id, contact_id, campaign_id, put_off_until FROM messages
            WHERE contact_id = ANY(:contacts) AND status = 'queued' AND campaign_id = ANY(:campaigns)
              AND hold_reason IS DISTINCT FROM 'stopped'
            """)
        .param("contacts", contacts)
        .param("campaigns", higher.keySet().toArray(UUID[]::new))
        .query(
            row -> {
              Higher campaign = higher.get(Rows.uuid(row, "campaign_id"));
              waiting
                  .computeIfAbsent(Rows.uuid(row, "contact_id"), contact -> new ArrayList<>())
                  .add(
                      new Waiting(
                          Rows.uuid(row, "id"),
                          campaign.accountId(),
                          campaign.priority(),
                          Rows.instant(row, "put_off_until")));
            });
    return waiting;
  }

  /**
   * Returns those of claimed messages that count: not those that Meta has refused, or failed later,
   * nor those that ended otherwise without having been taken. An open call counts, and an answer
   * that was lost.
   */
  Set<UUID> counting(Collection<UUID> messages) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT m.id FROM messages m
                WHERE m.id = ANY(:ids) AND (
                  m.status IN ('accepted', 'sent', 'delivered', 'read', 'expired', 'unknown')
                  OR (m.status = 'queued' AND EXISTS (
                    SELECT FROM attempts a WHERE a.message_id = m.id
                      AND (a.outcome IS NULL OR a.outcome IN ('accepted', 'unknown')))))
                """)
            .param("ids", messages.toArray(UUID[]::new))
            .query(UUID.class)
            .list());
  }
}
