package dev.whatsway.store.channel;

import dev.whatsway.contract.message.UnknownPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Channels and their secrets. */
@Repository
public class Channels {

  private final JdbcClient jdbc;
  private final SecretBox box;

  Channels(JdbcClient jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /**
   * Stores a new channel.
   *
   * @throws org.springframework.dao.DuplicateKeyException when the number or its id is taken
   */
  public void insert(Channel channel, ChannelSecrets secrets) {
    values(
            """
            INSERT INTO channels (id, account_id, name, phone_number, phone_number_id, waba_id,
              access_token, app_secret, verify_token, graph_url, mm_enabled, mm_rollout_percent,
              routing, fallback, unknown_policy, throughput, throughput_configured,
              mm_callback_data, status, status_reason, quality_rating, messaging_limit,
              portfolio_id, quality_policy, created_at, updated_at)
            VALUES (:id, :account, :name, :phone, :phoneId, :waba, :token, :secret, :verify, :graph,
              :mm, :rollout, :routing, :fallback, :unknown, :throughput, :configured, :callback,
              :status, :reason, :quality, :limit, :portfolio, :policy, :now, :now)
            """,
            channel,
            secrets)
        .update();
  }

  /**
   * Stores a channel's new values. What its workflow writes at the same time stays: the throughput
   * where no operator has said it, and the token where it is not a new one.
   */
  public void update(Channel channel, ChannelSecrets secrets, boolean newToken) {
    values(
            """
            UPDATE channels SET name = :name, phone_number = :phone, phone_number_id = :phoneId,
              waba_id = :waba, app_secret = :secret, verify_token = :verify,
              access_token = CASE WHEN :newToken THEN :token ELSE access_token END,
              token_expires_at = CASE WHEN :newToken THEN NULL ELSE token_expires_at END,
              graph_url = :graph, mm_enabled = :mm, mm_rollout_percent = :rollout,
              routing = :routing, fallback = :fallback, unknown_policy = :unknown,
              throughput = CASE WHEN :configured THEN :throughput ELSE throughput END,
              throughput_configured = :configured, mm_callback_data = :callback,
              messaging_limit = :limit, portfolio_id = :portfolio, quality_policy = :policy,
              told = false,
              updated_at = :now
            WHERE id = :id AND account_id = :account
            """,
            channel,
            secrets)
        .param("newToken", newToken)
        .update();
  }

  public Optional<Channel> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM channels WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> channel(row))
        .optional();
  }

  /**
   * Returns a channel and keeps it as it is until the transaction ends: what its workflow learns
   * meanwhile (a new token, a limit) is neither missed nor overwritten.
   */
  public Optional<Channel> findLocked(UUID accountId, UUID id) {
    return jdbc.sql(
            "SELECT * FROM channels WHERE account_id = :account AND id = :id FOR NO KEY UPDATE")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> channel(row))
        .optional();
  }

  /**
   * Returns a channel of whichever account.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public Channel get(UUID id) {
    return jdbc.sql("SELECT * FROM channels WHERE id = :id")
        .param("id", id)
        .query((row, n) -> channel(row))
        .optional()
        .orElseThrow();
  }

  /** Returns one of the account's channels of a WABA, the same each time. */
  public Optional<Channel> ofWaba(UUID accountId, String wabaId) {
    return jdbc.sql(
            """
            SELECT * FROM channels WHERE account_id = :account AND waba_id = :waba
            ORDER BY id LIMIT 1
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .query((row, n) -> channel(row))
        .optional();
  }

  /** Finds an account's channel by Meta's id of its number. */
  public Optional<Channel> findByNumberId(UUID accountId, String phoneNumberId) {
    return jdbc.sql(
            "SELECT * FROM channels WHERE account_id = :account AND phone_number_id = :number")
        .param("account", accountId)
        .param("number", phoneNumberId)
        .query((row, n) -> channel(row))
        .optional();
  }

  /** Returns one channel of each of the account's WABAs, the same each time. */
  public List<Channel> onePerWaba(UUID accountId) {
    return jdbc.sql(
            """
            SELECT DISTINCT ON (waba_id) * FROM channels WHERE account_id = :account
            ORDER BY waba_id, id
            """)
        .param("account", accountId)
        .query((row, n) -> channel(row))
        .list();
  }

  /** Returns the account's channels in the order of their ids, after the one given. */
  public List<Channel> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM channels
            WHERE account_id = :account AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> channel(row))
        .list();
  }

  public ChannelSecrets secrets(UUID id) {
    return jdbc.sql("SELECT access_token, app_secret, verify_token FROM channels WHERE id = :id")
        .param("id", id)
        .query(
            (row, n) ->
                new ChannelSecrets(
                    box.open(id, "access_token", row.getBytes(1)),
                    box.open(id, "app_secret", row.getBytes(2)),
                    box.open(id, "verify_token", row.getBytes(3))))
        .single();
  }

  /** Returns what webhooks are checked with, of every channel of every account. */
  public List<WebhookSecret> webhookSecrets() {
    return jdbc.sql(
            "SELECT id, phone_number_id, waba_id, app_secret, verify_token, account_id FROM channels")
        .query(
            (row, n) -> {
              UUID id = row.getObject(1, UUID.class);
              return new WebhookSecret(
                  id,
                  row.getObject(6, UUID.class),
                  row.getString(2),
                  row.getString(3),
                  box.open(id, "app_secret", row.getBytes(4)),
                  box.open(id, "verify_token", row.getBytes(5)));
            })
        .list();
  }

  private JdbcClient.StatementSpec values(String sql, Channel channel, ChannelSecrets secrets) {
    UUID id = channel.id();
    return jdbc.sql(sql)
        .param("id", id)
        .param("account", channel.accountId())
        .param("name", channel.name())
        .param("phone", channel.phoneNumber())
        .param("phoneId", channel.phoneNumberId())
        .param("waba", channel.wabaId())
        .param("token", box.seal(id, "access_token", secrets.accessToken()))
        .param("secret", box.seal(id, "app_secret", secrets.appSecret()))
        .param("verify", box.seal(id, "verify_token", secrets.verifyToken()))
        .param("graph", channel.graphUrl())
        .param("mm", channel.mmEnabled())
        .param("rollout", channel.mmRolloutPercent())
        .param("routing", channel.routing())
        .param("fallback", channel.fallback())
        .param("unknown", channel.unknownPolicy().wire())
        .param("throughput", channel.throughput())
        .param("configured", channel.throughputConfigured())
        .param("callback", channel.mmCallbackData())
        .param("status", channel.status())
        .param("reason", channel.statusReason())
        .param("quality", channel.qualityRating())
        .param("limit", channel.messagingLimit())
        .param("portfolio", channel.portfolioId())
        .param("policy", channel.qualityPolicy())
        .param("now", OffsetDateTime.ofInstant(channel.updatedAt(), ZoneOffset.UTC));
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("name"),
        row.getString("phone_number"),
        row.getString("phone_number_id"),
        row.getString("waba_id"),
        row.getString("graph_url"),
        row.getBoolean("mm_enabled"),
        row.getInt("mm_rollout_percent"),
        row.getString("routing"),
        row.getString("fallback"),
        UnknownPolicy.of(row.getString("unknown_policy")),
        row.getInt("throughput"),
        row.getBoolean("throughput_configured"),
        row.getBoolean("mm_callback_data"),
        row.getString("status"),
        row.getString("status_reason"),
        row.getString("quality_rating"),
        row.getString("messaging_limit"),
        expiry(row),
        row.getString("portfolio_id"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getString("quality_policy"));
  }

  private static @Nullable Instant expiry(ResultSet row) throws SQLException {
    OffsetDateTime time = row.getObject("token_expires_at", OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
