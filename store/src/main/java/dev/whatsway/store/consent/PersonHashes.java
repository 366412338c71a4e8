package dev.whatsway.store.consent;

import dev.whatsway.store.channel.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keyed hashes of people. A plain hash of a phone number is undone by trying all numbers; this one
 * needs the account's key, which is stored sealed with the deployment's keyset.
 *
 * <p>So the keyset can be rotated as for every other secret (add a key, make it the primary one,
 * keep the old one), and the hashes stay the same. Where the key cannot be opened, every claim of
 * an account with suppressions fails: rather nothing is sent than somebody on the list is.
 */
@Component
public class PersonHashes {

  private static final String COLUMN = "person_key";
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<UUID, Hash> known = new ConcurrentHashMap<>();
  private final JdbcClient jdbc;
  private final SecretBox box;
  private final Clock clock;

  public PersonHashes(JdbcClient jdbc, SecretBox box, Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.clock = clock;
  }

  /** One account's hash of a phone number. */
  static final class Hash {

    private final SecretKeySpec key;

    private Hash(String encoded) {
      this.key = new SecretKeySpec(Base64.getDecoder().decode(encoded), HMAC);
    }

    /**
     * @param phone E.164 with its plus sign
     */
    byte[] of(String phone) {
      try {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(key);
        return mac.doFinal(phone.getBytes(StandardCharsets.US_ASCII));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
      }
    }
  }

  /** Returns the account's hash where it has been read before; asks nobody. */
  Optional<Hash> atHand(UUID accountId) {
    return Optional.ofNullable(known.get(accountId));
  }

  /** Returns the account's hash; empty where it has never suppressed anybody. */
  Optional<Hash> find(UUID accountId) {
    Hash hash = known.get(accountId);
    if (hash != null) {
      return Optional.of(hash);
    }
    Optional<Hash> stored = read(accountId);
    stored.ifPresent(found -> known.put(accountId, found));
    return stored;
  }

  /**
   * Returns the account's hash, making its key where there is none. It is not remembered: the
   * caller's transaction may be rolled back, and the key with it.
   */
  Hash make(UUID accountId) {
    Hash hash = known.get(accountId);
    if (hash != null) {
      return hash;
    }
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    jdbc.sql(
            """
            INSERT INTO person_keys (account_id, sealed, created_at)
            VALUES (:account, :sealed, :now) ON CONFLICT DO NOTHING
            """)
        .param("account", accountId)
        .param("sealed", box.seal(accountId, COLUMN, Base64.getEncoder().encodeToString(key)))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return read(accountId).orElseThrow();
  }

  private Optional<Hash> read(UUID accountId) {
    return jdbc.sql("SELECT sealed FROM person_keys WHERE account_id = :account")
        .param("account", accountId)
        .query((row, number) -> row.getBytes("sealed"))
        .optional()
        .map(key -> new Hash(box.open(accountId, COLUMN, key)));
  }
}
