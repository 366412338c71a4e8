package dev.whatsway.store.idempotency;

import dev.whatsway.store.channel.SecretBox;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The answers that POSTs with an {@code Idempotency-Key} got. */
@Repository
public class IdempotencyKeys {

  /** After this an unfinished request counts as dead: its process was killed. */
  static final Duration ABANDONED = Duration.ofMinutes(15);

  private static final String BODY = "body";

  private final JdbcClient jdbc;
  private final SecretBox box;

  public IdempotencyKeys(JdbcClient jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /** Returns whether the key is the caller's now: it was not taken, or its first holder is dead. */
  public boolean claim(UUID accountId, String key, String methodPath, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO idempotency_keys AS k (account_id, key, method_path, created_at)
                VALUES (:account, :key, :path, :now)
                ON CONFLICT (account_id, key) DO UPDATE SET created_at = excluded.created_at
                WHERE k.status IS NULL AND k.method_path = excluded.method_path
                  AND k.created_at < :abandoned
                """)
            .param("account", accountId)
            .param("key", key)
            .param("path", methodPath)
            .param("now", at(now))
            .param("abandoned", at(now.minus(ABANDONED)))
            .update()
        == 1;
  }

  public Optional<Stored> find(UUID accountId, String key) {
    return jdbc.sql(
            """
            SELECT method_path, request_hash, status, content_type, body, body_sealed
            FROM idempotency_keys WHERE account_id = :account AND key = :key
            """)
        .param("account", accountId)
        .param("key", key)
        .query(
            (row, n) ->
                new Stored(
                    row.getString("method_path"),
                    row.getBytes("request_hash"),
                    row.getObject("status", Integer.class),
                    row.getString("content_type"),
                    body(accountId, row)))
        .optional();
  }

  /** Remembers the answer, encrypted: it may hold a secret that is shown once. */
  public void complete(
      UUID accountId,
      String key,
      byte[] requestHash,
      int status,
      @Nullable String contentType,
      byte[] body) {
    jdbc.sql(
            """
            UPDATE idempotency_keys
            SET request_hash = :hash, status = :status, content_type = :type, body = :body,
              body_sealed = true
            WHERE account_id = :account AND key = :key
            """)
        .param("account", accountId)
        .param("key", key)
        .param("hash", requestHash)
        .param("status", status)
        .param("type", contentType)
        .param("body", box.seal(accountId, BODY, new String(body, StandardCharsets.UTF_8)))
        .update();
  }

  /** Forgets the key, so that it may be tried again. */
  public void release(UUID accountId, String key) {
    jdbc.sql("DELETE FROM idempotency_keys WHERE account_id = :account AND key = :key")
        .param("account", accountId)
        .param("key", key)
        .update();
  }

  /** Forgets the keys that were first used before a time. */
  public int forget(Instant before) {
    return jdbc.sql("DELETE FROM idempotency_keys WHERE created_at < :before")
        .param("before", at(before))
        .update();
  }

  private byte @Nullable [] body(UUID accountId, ResultSet row) throws SQLException {
    byte[] body = row.getBytes(BODY);
    return body == null || !row.getBoolean("body_sealed")
        ? body
        : box.open(accountId, BODY, body).getBytes(StandardCharsets.UTF_8);
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * What is known of a key; all but the path are null while its first request is under way.
   *
   * @param methodPath such as {@code POST /api/v1/campaigns}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(
      String methodPath,
      byte @Nullable [] requestHash,
      @Nullable Integer status,
      @Nullable String contentType,
      byte @Nullable [] body) {}
}
