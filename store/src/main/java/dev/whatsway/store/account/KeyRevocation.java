package dev.whatsway.store.account;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Revokes API keys, but never an account's last one that can make others. */
@Repository
public class KeyRevocation {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public KeyRevocation(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** What came of it. */
  public enum Outcome {
    /** It is revoked, now or from before. */
    REVOKED,
    /** The account has no such key. */
    UNKNOWN,
    /** Without it nobody could make a key any more, so it stays. */
    LAST_ADMIN
  }

  /** Revokes a key of the account, in a transaction of its own. */
  public Outcome revoke(UUID accountId, UUID id) {
    return Objects.requireNonNull(transaction.execute(status -> revokeLocked(accountId, id)));
  }

  private Outcome revokeLocked(UUID accountId, UUID id) {
    // Two admin keys that revoke each other at the same time: the second has to see the first.
    jdbc.sql("SELECT id FROM accounts WHERE id = :account FOR NO KEY UPDATE")
        .param("account", accountId)
        .query(UUID.class)
        .optional();
    int revoked =
        jdbc.sql(
                """
                UPDATE api_keys k SET revoked_at = :now
                WHERE k.account_id = :account AND k.id = :id AND k.revoked_at IS NULL
                  AND (NOT :admin = ANY (k.scopes)
                    OR EXISTS (SELECT 1 FROM api_keys other
                      WHERE other.account_id = :account AND other.id <> k.id
                        AND other.revoked_at IS NULL AND :admin = ANY (other.scopes)))
                """)
            .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
            .param("account", accountId)
            .param("id", id)
            .param("admin", ApiKey.ADMIN)
            .update();
    return revoked == 1 ? Outcome.REVOKED : kept(accountId, id);
  }

  private Outcome kept(UUID accountId, UUID id) {
    return jdbc.sql(
            """
            SELECT revoked_at IS NOT NULL FROM api_keys WHERE account_id = :account AND id = :id
            """)
        .param("account", accountId)
        .param("id", id)
        .query(Boolean.class)
        .optional()
        .map(before -> before ? Outcome.REVOKED : Outcome.LAST_ADMIN)
        .orElse(Outcome.UNKNOWN);
  }
}
