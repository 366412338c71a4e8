package dev.whatsway.store.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  /**
   * A key just made.
   *
   * @param secret what its requests carry; it cannot be read again
   */
  public record Issued(ApiKey key, String secret) {

    /** Leaves out the secret: whoever logs this record must not log it. */
    @Override
    public String toString() {
      return "Issued[key=" + key + "]";
    }
  }

  /** Makes a key that may do everything and returns it; it cannot be read again. */
  public String issue(UUID accountId, String name) {
    return issue(accountId, name, List.of(ApiKey.ADMIN), null).secret();
  }

  /**
   * Makes a key for the account.
   *
   * @param scopes at least one of the table's words
   * @param perSecond requests a second, 1 to 10,000; null for no limit
   */
  public Issued issue(
      UUID accountId, String name, List<String> scopes, @Nullable Integer perSecond) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    String secret = "ww_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ApiKey key = new ApiKey(UUID.randomUUID(), accountId, name, scopes, perSecond, now, null);
    jdbc.sql(
            """
            INSERT INTO api_keys (id, account_id, name, key_hash, scopes, per_second, created_at)
            VALUES (:id, :account, :name, :hash, :scopes, :perSecond::integer, :now)
            """)
        .param("id", key.id())
        .param("account", accountId)
        .param("name", name)
        .param("hash", hash(secret))
        .param("scopes", key.scopes().toArray(String[]::new))
        .param("perSecond", perSecond)
        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .update();
    return new Issued(key, secret);
  }

  /** Returns the account of a key that is known and not revoked. */
  public Optional<UUID> accountOf(String secret) {
    return valid(hash(secret)).map(ApiKey::accountId);
  }

  /**
   * Returns the key with this hash when it is known and not revoked.
   *
   * <p>That the index compares byte by byte tells a stranger nothing: who does not know the key
   * cannot steer its hash.
   */
  public Optional<ApiKey> valid(byte[] hash) {
    return jdbc.sql("SELECT * FROM api_keys WHERE key_hash = :hash AND revoked_at IS NULL")
        .param("hash", hash)
        .query(ApiKeys::read)
        .optional();
  }

  /** Returns a key of the account, revoked or not. */
  public Optional<ApiKey> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM api_keys WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query(ApiKeys::read)
        .optional();
  }

  /** Returns the account's keys in the order of their ids, after the one given. */
  public List<ApiKey> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM api_keys
            WHERE account_id = :account AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query(ApiKeys::read)
        .list();
  }

  /** SHA-256 of the whole key, as it is stored. */
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ApiKey read(ResultSet row, int number) throws SQLException {
    OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("name"),
        List.of((String[]) row.getArray("scopes").getArray()),
        row.getObject("per_second", Integer.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        revoked == null ? null : revoked.toInstant());
  }
}
