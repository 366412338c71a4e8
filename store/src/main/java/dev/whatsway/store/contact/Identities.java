package dev.whatsway.store.contact;

import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.contact.Word.By;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which number is behind a BSUID (Meta's name for a person within a business portfolio). Webhooks
 * may name both, or the BSUID alone; a stop that comes so waits for the number.
 */
@Repository
public class Identities {

  private final JdbcClient jdbc;
  private final MarketingPreferences preferences;
  private final Clock clock;

  public Identities(JdbcClient jdbc, MarketingPreferences preferences, Clock clock) {
    this.jdbc = jdbc;
    this.preferences = preferences;
    this.clock = clock;
  }

  /**
   * Notes that a webhook named both. A stop that came before the number takes effect now.
   *
   * @param phone E.164 with its plus sign
   */
  public void learn(UUID accountId, String userId, String phone) {
    Optional<Known> known = find(accountId, userId);
    if (known.isEmpty() || !phone.equals(known.get().phone)) {
      jdbc.sql(
              """
              INSERT INTO identities (account_id, user_id, phone, updated_at)
              VALUES (:account, :user, :phone, :now)
              ON CONFLICT (account_id, user_id) DO UPDATE SET
                phone = excluded.phone, updated_at = excluded.updated_at
              """)
          .param("account", accountId)
          .param("user", userId)
          .param("phone", phone)
          .param("now", now())
          .update();
      // Read after the number is stored: whoever stores a stop meanwhile finds the number.
      find(accountId, userId)
          .flatMap(now -> Optional.ofNullable(now.stoppedAt))
          .ifPresent(at -> preferences.optOut(accountId, phone, stop(at)));
    }
  }

  /** Returns the number behind a BSUID. */
  public Optional<String> phone(UUID accountId, String userId) {
    return find(accountId, userId).flatMap(known -> Optional.ofNullable(known.phone));
  }

  /** Stores a stop of a person whose number Meta does not tell. */
  public void stop(UUID accountId, String userId, Instant at) {
    wait(accountId, userId, at);
    phone(accountId, userId).ifPresent(phone -> preferences.optOut(accountId, phone, stop(at)));
  }

  /** Stores that a person whose number Meta does not tell wants marketing messages again. */
  public void resume(UUID accountId, String userId, Word word) {
    jdbc.sql(
            """
            UPDATE identities SET stopped_at = NULL, updated_at = :now
            WHERE account_id = :account AND user_id = :user AND stopped_at < :at
            """)
        .param("account", accountId)
        .param("user", userId)
        .param("at", word.at().atOffset(ZoneOffset.UTC))
        .param("now", now())
        .update();
    phone(accountId, userId).ifPresent(phone -> preferences.optInAgain(accountId, phone, word));
  }

  /** As every opt-out, it waits for the sends that are being allowed ({@link StopBarrier}). */
  private void wait(UUID accountId, String userId, Instant at) {
    jdbc.sql(
            """
            WITH barrier AS MATERIALIZED (SELECT %s)
            INSERT INTO identities AS i (account_id, user_id, stopped_at, updated_at)
            SELECT :account, :user, :at, :now FROM barrier
            ON CONFLICT (account_id, user_id) DO UPDATE SET
              stopped_at = GREATEST(i.stopped_at, excluded.stopped_at), updated_at = excluded.updated_at
            """
                .formatted(StopBarrier.CLOSED))
        .param("account", accountId)
        .param("user", userId)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("now", now())
        .update();
  }

  private static Word stop(Instant at) {
    return new Word(By.WEBHOOK, "user_preferences, by BSUID", null, at);
  }

  private record Known(@Nullable String phone, @Nullable Instant stoppedAt) {}

  private Optional<Known> find(UUID accountId, String userId) {
    return jdbc.sql("SELECT * FROM identities WHERE account_id = :account AND user_id = :user")
        .param("account", accountId)
        .param("user", userId)
        .query(
            (row, number) -> {
              OffsetDateTime stopped = row.getObject("stopped_at", OffsetDateTime.class);
              return new Known(
                  row.getString("phone"), stopped == null ? null : stopped.toInstant());
            })
        .optional();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
