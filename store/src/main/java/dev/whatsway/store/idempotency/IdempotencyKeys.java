package dev.whatsway.store.idempotency;

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

  private final JdbcClient jdbc;

  public IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
            SELECT method_path, request_hash, status, content_type, body
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
                    row.getBytes("body")))
        .optional();
  }

  /** Remembers the answer. */
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
            SET request_hash = :hash, status = :status, content_type = :type, body = :body
            WHERE account_id = :account AND key = :key
            """)
        .param("account", accountId)
        .param("key", key)
        .param("hash", requestHash)
        .param("status", status)
        .param("type", contentType)
        .param("body", body)
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
