package dev.whatsway.store.callout;

import dev.whatsway.store.channel.SecretBox;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which hosts the journeys of an account may call, each with the secret that calls are signed by.
 */
@Repository
public class CallHosts {

  private static final String SECRET = "secret";

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final Clock clock;

  public CallHosts(JdbcClient jdbc, SecretBox box, Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.clock = clock;
  }

  /** Allows a host, with a new secret where it was allowed before. */
  public void allow(UUID accountId, String host, String secret) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO call_hosts (account_id, id, host, secret, created_at)
            VALUES (:account, :id, :host, :secret, :now)
            ON CONFLICT (account_id, host) DO UPDATE SET id = excluded.id, secret = excluded.secret
            """)
        .param("account", accountId)
        .param("id", id)
        .param("host", host.toLowerCase(Locale.ROOT))
        .param("secret", box.seal(id, SECRET, secret))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  public List<CallHost> list(UUID accountId) {
    return jdbc.sql(
            "SELECT id, host, created_at FROM call_hosts WHERE account_id = :account ORDER BY host")
        .param("account", accountId)
        .query(
            (row, n) ->
                new CallHost(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Returns whether it was allowed. */
  public boolean forbid(UUID accountId, String host) {
    return jdbc.sql("DELETE FROM call_hosts WHERE account_id = :account AND host = :host")
            .param("account", accountId)
            .param("host", host.toLowerCase(Locale.ROOT))
            .update()
        == 1;
  }

  /** Returns what calls to a host are signed with; empty where the account does not allow it. */
  public Optional<String> secret(UUID accountId, String host) {
    return jdbc.sql(
            "SELECT id, secret FROM call_hosts WHERE account_id = :account AND host = :host")
        .param("account", accountId)
        .param("host", host.toLowerCase(Locale.ROOT))
        .query((row, n) -> box.open(row.getObject(1, UUID.class), SECRET, row.getBytes(2)))
        .optional();
  }
}
