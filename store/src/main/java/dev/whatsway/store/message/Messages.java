package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.contact.ContactHistory.Position;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads messages for people and programs outside. */
@Repository
public class Messages {

  private static final UUID LAST = new UUID(-1, -1);
  private static final OffsetDateTime NEVER =
      OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private final JdbcClient jdbc;

  public Messages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the account's message, empty where it is another's or there is none. */
  public Optional<Message> find(UUID accountId, UUID messageId) {
    return jdbc.sql(
            """
            SELECT m.*, c.tracking FROM messages m
            JOIN channels h ON h.id = m.channel_id
            LEFT JOIN campaigns c ON c.id = m.campaign_id
            WHERE m.id = :id AND h.account_id = :account
            """)
        .param("id", messageId)
        .param("account", accountId)
        .query(Message::read)
        .optional();
  }

  /**
   * Returns a page of a campaign's messages by ordinal.
   *
   * @param status null for all
   * @param after the ordinal of the last message seen, -1 to begin
   */
  public List<Message> page(
      UUID campaignId, @Nullable MessageStatus status, long after, int limit) {
    String filter = status == null ? "" : "AND m.status = '" + status.wire() + "'";
    // The status is written out, not bound, so that the planner can use the partial indexes.
    return jdbc.sql(
            """
            SELECT m.*, c.tracking FROM messages m JOIN campaigns c ON c.id = m.campaign_id
            WHERE m.campaign_id = :campaign AND m.ordinal > :after %s
            ORDER BY m.ordinal LIMIT :limit
            """
                .formatted(filter))
        .param("campaign", campaignId)
        .param("after", after)
        .param("limit", limit)
        .query(Message::read)
        .list();
  }

  /**
   * Returns a page of the messages that the account's clients sent through the gateway, the latest
   * first.
   *
   * @param channelId null for all channels
   * @param status null for all
   * @param after where the page before ended, null to begin
   */
  public List<Message> gatewayPage(
      UUID accountId,
      @Nullable UUID channelId,
      @Nullable MessageStatus status,
      @Nullable Position after,
      int limit) {
    String channel = channelId == null ? "" : "AND h.id = :channel";
    String filter = status == null ? "" : "AND g.status = '" + status.wire() + "'";
    // By channel, and the status written out, so that each part comes from an index in order.
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                SELECT m.*, NULL AS tracking FROM channels h CROSS JOIN LATERAL (
                  SELECT * FROM messages g
                  WHERE g.channel_id = h.id AND g.campaign_id IS NULL %s
                    AND (g.created_at, g.id) < (:at, :id)
                  ORDER BY g.created_at DESC, g.id DESC LIMIT :limit) AS m
                WHERE h.account_id = :account %s
                ORDER BY m.created_at DESC, m.id DESC LIMIT :limit
                """
                    .formatted(filter, channel))
            .param("account", accountId)
            .param("at", after == null ? NEVER : Rows.at(after.at()))
            .param("id", after == null ? LAST : after.id())
            .param("limit", limit);
    return (channelId == null ? statement : statement.param("channel", channelId))
        .query(Message::read)
        .list();
  }

  /** Returns the attempts of each message in the order of their start; none for one without. */
  public Map<UUID, List<Attempt>> attempts(Collection<UUID> messageIds) {
    if (messageIds.isEmpty()) {
      return Map.of();
    }
    Map<UUID, List<Attempt>> attempts = new HashMap<>();
    jdbc.sql("SELECT * FROM attempts WHERE message_id = ANY (:ids) ORDER BY started_at, number")
        .param("ids", messageIds.toArray(UUID[]::new))
        .query(
            row -> {
              attempts
                  .computeIfAbsent(Rows.uuid(row, "message_id"), id -> new ArrayList<>())
                  .add(Attempt.read(row, 0));
            });
    return attempts;
  }

  /** Returns Meta's title for each of the codes that messages of the campaign have failed with. */
  public Map<Integer, String> failureTitles(UUID campaignId, Collection<Integer> codes) {
    Map<Integer, String> titles = new HashMap<>();
    jdbc.sql(
            """
            SELECT code, (SELECT error_title FROM messages
              WHERE campaign_id = :campaign AND status = 'failed' AND error_code = code
              LIMIT 1) AS title
            FROM unnest(:codes) AS codes (code)
            """)
        .param("campaign", campaignId)
        .param("codes", codes.toArray(Integer[]::new))
        .query(
            row -> {
              String title = row.getString("title");
              titles.put(row.getInt("code"), title == null ? "" : title);
            });
    return titles;
  }
}
