package dev.whatsway.store.gateway;

import dev.whatsway.store.channel.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What clients of the gateway sent, for accounts that ask for it: encrypted, each bound to its
 * message. Gone with the erasure of the person and after a time.
 */
@Repository
public class KeptMessages {

  private static final String COLUMN = "gateway body";

  private final JdbcClient jdbc;
  private final SecretBox box;

  public KeptMessages(JdbcClient jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /** Keeps the JSON that a message was sent with, in the transaction that stores the message. */
  void keep(UUID messageId, byte[] json, Instant now) {
    jdbc.sql("INSERT INTO gateway_bodies (message_id, sealed, kept_at) VALUES (:id, :sealed, :now)")
        .param("id", messageId)
        .param("sealed", box.seal(messageId, COLUMN, new String(json, StandardCharsets.UTF_8)))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Returns the JSON that a message was sent with; empty where it was not kept.
   *
   * @throws dev.whatsway.store.channel.LockedSecretException where its key is missing
   */
  public Optional<String> find(UUID messageId) {
    return jdbc.sql("SELECT sealed FROM gateway_bodies WHERE message_id = :id")
        .param("id", messageId)
        .query(byte[].class)
        .optional()
        .map(ciphertext -> box.open(messageId, COLUMN, ciphertext));
  }

  /**
   * Forgets what was kept before then, at most {@code limit} of it.
   *
   * @return how much
   */
  public int forget(Instant before, int limit) {
    return jdbc.sql(
            """
            DELETE FROM gateway_bodies WHERE message_id IN (
              SELECT message_id FROM gateway_bodies WHERE kept_at < :before
              ORDER BY kept_at LIMIT :limit)
            """)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .update();
  }
}
