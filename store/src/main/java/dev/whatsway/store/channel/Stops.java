package dev.whatsway.store.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stops, opened by whoever meets one and cleared when the cause is gone. A row that changes is
 * marked untold; {@link #untold} hands it to whoever tells the channel's workflow, so that a crash
 * right after the change tells it later instead of never.
 */
@Repository
public class Stops {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StopBarrier barrier;
  private final QualityLimit quality;
  private final Clock clock;

  public Stops(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.barrier = new StopBarrier(jdbc);
    this.quality = new QualityLimit(jdbc);
    this.clock = clock;
  }

  /**
   * A refusal that says something of more than its message.
   *
   * @param code Meta's
   */
  public record Refusal(Stop.Cause cause, int code, String reason, String remedy) {}

  /**
   * Stores what the message met, in a transaction of its own. After it returns, no claim is granted
   * that the stop forbids: it waits for the claims under way. Nothing happens where it is open
   * already. Call it outside of a transaction: it must not wait for claims that wait for its
   * caller.
   *
   * @return false where the number's policy is to slow down instead
   */
  public boolean open(UUID messageId, Refusal refusal) {
    if (refusal.code() == QualityLimit.CODE && isSlowedFor(messageId, refusal)) {
      return false;
    }
    String key =
        switch (refusal.cause().scope()) {
          case CHANNEL -> "h.id::text";
          case WABA -> "h.waba_id";
          case TEMPLATE -> "h.waba_id || '/' || m.template_name || '/' || m.template_language";
        };
    // Hundreds of calls may come back with the same refusal; all but the first only look.
    if (!isOpen(messageId, refusal, key)) {
      transaction.executeWithoutResult(
          status -> {
            barrier.closed();
            insert(messageId, refusal, key);
          });
    }
    return true;
  }

  private boolean isSlowedFor(UUID messageId, Refusal refusal) {
    UUID channel =
        jdbc.sql("SELECT channel_id FROM messages WHERE id = :message")
            .param("message", messageId)
            .query(UUID.class)
            .single();
    return Boolean.TRUE.equals(
        transaction.execute(status -> quality.slows(channel, refusal, now())));
  }

  private boolean isOpen(UUID messageId, Refusal refusal, String key) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT FROM messages m
              JOIN channels h ON h.id = m.channel_id
              JOIN stops s ON s.account_id = h.account_id AND s.scope = :scope AND s.scope_key = %s
              WHERE m.id = :message AND s.code = :code AND s.cleared_at IS NULL)
            """
                .formatted(key))
        .param("message", messageId)
        .param("scope", refusal.cause().scope().wire())
        .param("code", refusal.code())
        .query(Boolean.class)
        .single();
  }

  private void insert(UUID messageId, Refusal refusal, String key) {
    jdbc.sql(
            """
            INSERT INTO stops (id, account_id, channel_id, scope, scope_key, cause, code, reason,
              remedy, since)
            SELECT gen_random_uuid(), h.account_id, h.id, :scope, %1$s, :cause, :code, :reason,
              :remedy, :now
            FROM messages m JOIN channels h ON h.id = m.channel_id
            -- A message of the gateway may have no template.
            WHERE m.id = :message AND %1$s IS NOT NULL
            ON CONFLICT (account_id, scope, scope_key, code) WHERE cleared_at IS NULL DO NOTHING
            """
                .formatted(key))
        .param("message", messageId)
        .param("scope", refusal.cause().scope().wire())
        .param("cause", refusal.cause().wire())
        .param("code", refusal.code())
        .param("reason", refusal.reason())
        .param("remedy", refusal.remedy())
        .param("now", now())
        .update();
  }

  /** Stores that the channel's token will be refused; see {@link #open}. */
  public void openForToken(UUID channelId, int code, String reason, String remedy) {
    transaction.executeWithoutResult(
        status -> {
          barrier.closed();
          jdbc.sql(
                  """
                  INSERT INTO stops (id, account_id, channel_id, scope, scope_key, cause, code,
                    reason, remedy, since)
                  SELECT gen_random_uuid(), account_id, id, 'channel', id::text, 'token', :code,
                    :reason, :remedy, :now
                  FROM channels WHERE id = :channel
                  ON CONFLICT (account_id, scope, scope_key, code) WHERE cleared_at IS NULL
                    DO NOTHING
                  """)
              .param("channel", channelId)
              .param("code", code)
              .param("reason", reason)
              .param("remedy", remedy)
              .param("now", now())
              .update();
        });
  }

  /** Returns the open stops that the channel's workflow looks after. */
  public List<Stop> openOf(UUID channelId) {
    return jdbc.sql(
            "SELECT * FROM stops WHERE channel_id = :channel AND cleared_at IS NULL ORDER BY since")
        .param("channel", channelId)
        .query(Stops::stop)
        .list();
  }

  /** Returns the open stops of the whole account, oldest first. */
  public List<Stop> openIn(UUID accountId) {
    return jdbc.sql(
            "SELECT * FROM stops WHERE account_id = :id AND cleared_at IS NULL ORDER BY since")
        .param("id", accountId)
        .query(Stops::stop)
        .list();
  }

  /**
   * Clears one stop.
   *
   * @param by who or what, in words
   */
  public void clear(UUID stopId, String by) {
    clear("id = :key", stopId, by);
  }

  /** Clears what stood against the channel's token. */
  public void clearToken(UUID channelId, String by) {
    clear("channel_id = :key AND cause = 'token'", channelId, by);
  }

  /** Clears all that stands against the campaign, on whichever of its channels. */
  public void clearAgainst(UUID campaignId, String by) {
    clear(
        """
        id IN (SELECT o.id FROM campaign_lines l
          JOIN campaigns c ON c.id = l.campaign_id
          JOIN channels h ON h.id = l.channel_id
          JOIN stops o ON o.account_id = l.account_id AND o.cleared_at IS NULL
            AND ((o.scope, o.scope_key) IN (('channel', h.id::text), ('waba', h.waba_id))
              OR (o.scope = 'template' AND o.scope_key IN (SELECT h.waba_id || '/' || t
                FROM campaign_templates(c.id, c.template_name, c.template_language) AS t)))
          WHERE l.campaign_id = :key)
        """,
        campaignId,
        by);
  }

  private void clear(String which, UUID key, String by) {
    jdbc.sql(
            """
            UPDATE stops SET cleared_at = :now, cleared_by = :by, told = false
            WHERE cleared_at IS NULL AND %s
            """
                .formatted(which))
        .param("key", key)
        .param("by", by)
        .param("now", now())
        .update();
  }

  /**
   * A channel whose workflow has to be told.
   *
   * @param stopId the stop that has changed
   * @param cleared whether it was cleared by now: a stop that is cleared before it was told is told
   *     once
   */
  public record Untold(UUID stopId, UUID channelId, boolean cleared) {}

  /** Returns changes that no workflow was told of yet, oldest first. */
  public List<Untold> untold(int limit) {
    return jdbc.sql(
            """
            SELECT id, channel_id, cleared_at IS NOT NULL AS cleared FROM stops
            WHERE NOT told ORDER BY since LIMIT :limit
            """)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Untold(
                    row.getObject("id", UUID.class),
                    row.getObject("channel_id", UUID.class),
                    row.getBoolean("cleared")))
        .list();
  }

  /** Marks the change told, unless the stop has changed again. */
  public void told(Untold change) {
    jdbc.sql("UPDATE stops SET told = true WHERE id = :id AND (cleared_at IS NOT NULL) = :cleared")
        .param("id", change.stopId())
        .param("cleared", change.cleared())
        .update();
  }

  private static Stop stop(ResultSet row, int number) throws SQLException {
    return new Stop(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getObject("channel_id", UUID.class),
        Stop.Scope.of(row.getString("scope")),
        row.getString("scope_key"),
        Stop.Cause.of(row.getString("cause")),
        row.getInt("code"),
        row.getString("reason"),
        row.getString("remedy"),
        row.getObject("since", OffsetDateTime.class).toInstant());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
