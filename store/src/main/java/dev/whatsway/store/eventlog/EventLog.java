package dev.whatsway.store.eventlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What happened to an account's numbers, WABAs, templates and campaigns. Stops and the moves of
 * campaigns are written by triggers, whoever makes them; the rest by {@link #add}, in the
 * transaction of the effect. Rows of an account become visible in the order of their ids.
 */
@Repository
public class EventLog {

  private final JdbcClient jdbc;
  private final Clock clock;

  public EventLog(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Notes which webhook event the rest of this transaction comes of, for the rows it writes. */
  public void because(long inboxId) {
    jdbc.sql("SELECT set_config('whatsway.inbox_id', :id, true)")
        .param("id", Long.toString(inboxId))
        .query(row -> {});
  }

  /** Writes about something of the WABA as a whole; call it last in the transaction. */
  public void add(UUID accountId, String wabaId, String kind, Severity severity, String words) {
    add(accountId, null, wabaId, kind, severity, words);
  }

  /** Writes about a number; call it last in the transaction. */
  public void addOfChannel(
      UUID accountId, UUID channelId, String kind, Severity severity, String words) {
    add(accountId, channelId, null, kind, severity, words);
  }

  private void add(
      UUID accountId,
      @Nullable UUID channelId,
      @Nullable String wabaId,
      String kind,
      Severity severity,
      String words) {
    jdbc.sql(
            """
            SELECT log_event(:account, :channel::uuid, :waba, NULL, :kind, :severity, :words, :now)
            """)
        .param("account", accountId)
        .param("channel", channelId)
        .param("waba", wabaId)
        .param("kind", kind)
        .param("severity", severity.wire())
        .param("words", words)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(row -> {});
  }

  /**
   * Returns events, latest first.
   *
   * @param before only those with smaller ids
   */
  public List<LoggedEvent> latest(EventFilter filter, long before, int limit) {
    return read(filter, "id < :from", before, "DESC", limit);
  }

  /** Returns events in their order, from the one after {@code id} on. */
  public List<LoggedEvent> after(EventFilter filter, long id, int limit) {
    return read(filter, "id > :from", id, "ASC", limit);
  }

  /** Returns the id of the account's latest event, 0 where there is none. */
  public long lastId(UUID accountId) {
    return jdbc.sql("SELECT COALESCE(max(id), 0) FROM event_log WHERE account_id = :account")
        .param("account", accountId)
        .query(Long.class)
        .single();
  }

  /** A channel's are read by two indexes, its own and its WABA's, each only as far as needed. */
  private List<LoggedEvent> read(
      EventFilter filter, String from, long id, String order, int limit) {
    StringBuilder where = new StringBuilder("account_id = :account AND ").append(from);
    Map<String, Object> values = new HashMap<>();
    values.put("account", filter.accountId());
    values.put("from", id);
    values.put("limit", limit);
    String kind = filter.kind();
    if (kind != null && kind.contains(".")) {
      where.append(" AND kind = :kind");
      values.put("kind", kind);
    } else if (kind != null) {
      where.append(" AND family = :kind");
      values.put("kind", kind);
    }
    UUID campaign = filter.campaignId();
    if (campaign != null) {
      where.append(" AND campaign_id = :campaign");
      values.put("campaign", campaign);
    }
    String page = "SELECT * FROM event_log WHERE " + where + "%s ORDER BY id " + order;
    String sql = page.formatted("") + " LIMIT :limit";
    UUID channel = filter.channelId();
    if (channel != null) {
      values.put("channel", channel);
      sql =
          """
          SELECT * FROM (
            (%s LIMIT :limit) UNION ALL (%s LIMIT :limit)) AS page
          ORDER BY id %s LIMIT :limit
          """
              .formatted(
                  page.formatted(" AND channel_id = :channel"),
                  page.formatted(
                      " AND channel_id IS NULL AND waba_id = (SELECT waba_id FROM channels"
                          + " WHERE id = :channel AND account_id = :account)"),
                  order);
    }
    return jdbc.sql(sql).params(values).query(EventLog::event).list();
  }

  private static LoggedEvent event(ResultSet row, int number) throws SQLException {
    return new LoggedEvent(
        row.getLong("id"),
        row.getObject("channel_id", UUID.class),
        row.getString("waba_id"),
        row.getObject("campaign_id", UUID.class),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("words"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("inbox_id", Long.class));
  }
}
