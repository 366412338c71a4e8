package dev.whatsway.store.gateway;

import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.channel.StopBarrier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The requests that had an {@code Idempotency-Key}, and what was answered to them. */
final class RequestKeys {

  private static final String BODY = "gateway_requests.body";

  private final JdbcClient jdbc;
  private final SecretBox box;

  RequestKeys(JdbcClient jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /**
   * The sending channel.
   *
   * @param portfolio Meta's id of the portfolio, else of the WABA
   * @param mine whether the request is the first with its key, or has none
   */
  record Begun(
      String businessNumber, String portfolio, @Nullable String messagingLimit, boolean mine) {}

  /**
   * Passes the {@link StopBarrier}, takes the key if there is one, and reads the channel. Of two
   * requests with one key the second waits here for the end of the first one's admission.
   *
   * @throws NoSuchElementException where the account has no such channel
   */
  Begun begin(GatewaySend send, UUID messageId, Instant now) {
    IdempotentRequest request = send.idempotent();
    String mine =
        request == null
            ? "SELECT FROM barrier"
            : """
              INSERT INTO gateway_requests (account_id, key_hash, request_hash, message_id, created_at)
              SELECT :account, :key, :request, :message, :now FROM barrier
              ON CONFLICT (account_id, key_hash) DO NOTHING RETURNING message_id
              """;
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                WITH barrier AS MATERIALIZED (SELECT %s),
                  mine AS MATERIALIZED (%s)
                SELECT h.phone_number, COALESCE(h.portfolio_id, h.waba_id) AS portfolio,
                  h.messaging_limit, EXISTS (SELECT FROM mine) AS mine
                FROM channels h WHERE h.id = :channel AND h.account_id = :account
                """
                    .formatted(StopBarrier.PASSING, mine))
            .param("channel", send.channelId())
            .param("account", send.accountId());
    if (request != null) {
      statement =
          statement
              .param("key", hash(request.key()))
              .param("request", request.requestHash())
              .param("message", messageId)
              .param("now", at(now));
    }
    return statement
        .query(
            (row, number) ->
                new Begun(
                    row.getString("phone_number"),
                    row.getString("portfolio"),
                    row.getString("messaging_limit"),
                    row.getBoolean("mine")))
        .optional()
        .orElseThrow(() -> new NoSuchElementException("No channel " + send.channelId()));
  }

  /**
   * What a request with a known key came to.
   *
   * @param same whether it was the same request
   * @param answer null where there is none (yet)
   */
  record Known(UUID messageId, boolean same, boolean erased, @Nullable StoredAnswer answer) {}

  /**
   * Returns what is known of a key that {@link #begin} has found taken; empty if it is free now.
   */
  Optional<Known> known(UUID accountId, IdempotentRequest request) {
    return jdbc.sql(
            "SELECT * FROM gateway_requests WHERE account_id = :account AND key_hash = :key")
        .param("account", accountId)
        .param("key", hash(request.key()))
        .query((row, number) -> read(row, request))
        .optional();
  }

  private Known read(ResultSet row, IdempotentRequest request) throws SQLException {
    UUID messageId = row.getObject("message_id", UUID.class);
    byte[] body = row.getBytes("body");
    return new Known(
        messageId,
        Arrays.equals(row.getBytes("request_hash"), request.requestHash()),
        row.getBoolean("erased"),
        body == null
            ? null
            : new StoredAnswer(
                row.getInt("status"),
                row.getString("content_type"),
                box.open(messageId, BODY, body).getBytes(StandardCharsets.ISO_8859_1),
                row.getString("route"),
                row.getInt("attempts"),
                messageId));
  }

  /** Keeps the answer, where the message's request had a key and its person was not erased. */
  void keep(UUID messageId, StoredAnswer answer) {
    jdbc.sql(
            """
            UPDATE gateway_requests SET status = :status, content_type = :type, body = :body,
              route = :route, attempts = :attempts
            WHERE message_id = :message AND NOT erased
            """)
        .param("status", answer.status())
        .param("type", answer.contentType())
        // A character a byte, whatever the bytes mean.
        .param(
            "body",
            box.seal(messageId, BODY, new String(answer.body(), StandardCharsets.ISO_8859_1)))
        .param("route", answer.route())
        .param("attempts", answer.attempts())
        .param("message", messageId)
        .update();
  }

  /** Forgets the request of a message that was not sent for certain: it may be tried again. */
  void release(UUID messageId) {
    jdbc.sql("DELETE FROM gateway_requests WHERE message_id = :message AND NOT erased")
        .param("message", messageId)
        .update();
  }

  int forget(Instant before, int limit) {
    return jdbc.sql(
            """
            DELETE FROM gateway_requests WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM gateway_requests WHERE created_at < :before
              ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED))
            """)
        .param("before", at(before))
        .param("limit", limit)
        .update();
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
