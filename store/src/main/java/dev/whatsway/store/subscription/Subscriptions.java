package dev.whatsway.store.subscription;

import dev.whatsway.store.channel.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Subscriptions and their secrets. */
@Repository
public class Subscriptions {

  /**
   * How long deliveries are signed with the secret before as well, so that a receiver can change.
   */
  public static final Duration OVERLAP = Duration.ofHours(24);

  private static final String SECRET = "secret";

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final Clock clock;

  public Subscriptions(JdbcClient jdbc, SecretBox box, Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.clock = clock;
  }

  public void insert(Subscription subscription, String secret) {
    jdbc.sql(
            """
            INSERT INTO subscriptions (id, account_id, url, events, secret, status, created_at,
              updated_at)
            VALUES (:id, :account, :url, :events, :secret, 'active', :now, :now)
            """)
        .param("id", subscription.id())
        .param("account", subscription.accountId())
        .param("url", subscription.url())
        .param("events", subscription.events().toArray(String[]::new))
        .param("secret", box.seal(subscription.id(), SECRET, secret))
        .param("now", at(subscription.createdAt()))
        .update();
  }

  public Optional<Subscription> find(UUID accountId, UUID id) {
    return jdbc.sql(
            """
            SELECT * FROM subscriptions
            WHERE account_id = :account AND id = :id AND status <> 'deleted'
            """)
        .param("account", accountId)
        .param("id", id)
        .query(Subscriptions::read)
        .optional();
  }

  /** Returns the account's subscriptions in the order of their ids, after the one given. */
  public List<Subscription> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM subscriptions
            WHERE account_id = :account AND status <> 'deleted'
              AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query(Subscriptions::read)
        .list();
  }

  /** Counts the account's subscriptions, which are few. */
  public int count(UUID accountId) {
    return jdbc.sql(
            "SELECT count(*) FROM subscriptions WHERE account_id = :account AND status <> 'deleted'")
        .param("account", accountId)
        .query(Integer.class)
        .single();
  }

  /** Ends a subscription at once; its deliveries are cleared away later. */
  public boolean delete(UUID accountId, UUID id) {
    return jdbc.sql(
                """
                UPDATE subscriptions SET status = 'deleted', updated_at = :now
                WHERE account_id = :account AND id = :id AND status <> 'deleted'
                """)
            .param("account", accountId)
            .param("id", id)
            .param("now", now())
            .update()
        == 1;
  }

  /** Tells a subscription again, from now on, that was disabled. */
  public void enable(UUID id) {
    jdbc.sql(
            """
            UPDATE subscriptions SET status = 'active', status_reason = NULL, updated_at = :now
            WHERE id = :id AND status = 'disabled'
            """)
        .param("id", id)
        .param("now", now())
        .update();
  }

  public void disable(UUID id, String reason) {
    jdbc.sql(
            """
            UPDATE subscriptions SET status = 'disabled', status_reason = :reason, updated_at = :now
            WHERE id = :id AND status = 'active'
            """)
        .param("id", id)
        .param("reason", reason)
        .param("now", now())
        .update();
  }

  /** Signs with a new secret from now on, and with the one before for {@link #OVERLAP} as well. */
  public void rotate(UUID id, String secret) {
    SigningSecrets before = secrets(id);
    jdbc.sql(
            """
            UPDATE subscriptions SET secret = :secret, previous_secret = :previous,
              previous_until = :until, updated_at = :now
            WHERE id = :id
            """)
        .param("id", id)
        .param("secret", box.seal(id, SECRET, secret))
        .param("previous", box.seal(id, SECRET, before.secrets().get(0)))
        .param("until", at(clock.instant().plus(OVERLAP)))
        .param("now", now())
        .update();
  }

  /** Returns the secrets to sign with, the newest first. */
  public SigningSecrets secrets(UUID id) {
    return jdbc.sql(
            """
            SELECT secret, CASE WHEN previous_until > :now THEN previous_secret END
            FROM subscriptions WHERE id = :id
            """)
        .param("id", id)
        .param("now", now())
        .query(
            (row, n) -> {
              List<String> secrets = new ArrayList<>();
              secrets.add(box.open(id, SECRET, row.getBytes(1)));
              if (row.getBytes(2) != null) {
                secrets.add(box.open(id, SECRET, row.getBytes(2)));
              }
              return new SigningSecrets(List.copyOf(secrets));
            })
        .single();
  }

  private static Subscription read(ResultSet row, int number) throws SQLException {
    return new Subscription(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("url"),
        List.of((String[]) row.getArray("events").getArray()),
        row.getString("status"),
        row.getString("status_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private OffsetDateTime now() {
    return at(clock.instant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
