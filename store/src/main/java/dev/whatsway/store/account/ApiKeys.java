package dev.whatsway.store.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** API keys; only their hashes are stored. */
@Repository
public class ApiKeys {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final Clock clock;

  public ApiKeys(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a key for the account and returns it; it cannot be read again. */
  public String issue(UUID accountId, String name) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    String key = "ww_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    jdbc.sql(
            """
            INSERT INTO api_keys (id, account_id, name, key_hash, created_at)
            VALUES (:id, :account, :name, :hash, :now)
            """)
        .param("id", UUID.randomUUID())
        .param("account", accountId)
        .param("name", name)
        .param("hash", hash(key))
        .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
    return key;
  }

  /** Returns the account of a key that is known and not revoked. */
  public Optional<UUID> accountOf(String key) {
    return jdbc.sql("SELECT account_id FROM api_keys WHERE key_hash = :hash AND revoked_at IS NULL")
        .param("hash", hash(key))
        .query(UUID.class)
        .optional();
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
