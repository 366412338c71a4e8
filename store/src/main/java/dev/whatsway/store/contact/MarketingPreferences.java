package dev.whatsway.store.contact;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What people told Meta about marketing messages. Every send looks at it in the transaction that
 * claims it, so a stop counts from its commit on.
 */
@Repository
public class MarketingPreferences {

  private final JdbcClient jdbc;
  private final Clock clock;

  public MarketingPreferences(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Stores that somebody stopped marketing messages, also of somebody who is no contact yet: they
   * may be in the next import.
   *
   * @param phoneNumberId the number that was told, which tells the account
   * @param phone E.164 with its plus sign
   */
  public void stop(String phoneNumberId, String phone, Instant at) {
    jdbc.sql(
            """
            INSERT INTO contacts AS k (id, account_id, phone, opted_out_at, created_at, updated_at)
            SELECT :id, account_id, :phone, :at, :now, :now FROM channels
            WHERE phone_number_id = :number
            ON CONFLICT (account_id, phone) DO UPDATE SET
              opted_out_at = GREATEST(k.opted_out_at, excluded.opted_out_at), updated_at = :now
            """)
        .param("id", UUID.randomUUID())
        .param("number", phoneNumberId)
        .param("phone", phone)
        .param("at", time(at))
        .param("now", time(clock.instant()))
        .update();
  }

  /** Stores that the recipient of a message has stopped marketing messages. */
  public void stop(UUID messageId, Instant at) {
    jdbc.sql(
            """
            UPDATE contacts k SET opted_out_at = GREATEST(k.opted_out_at, :at), updated_at = :now
            FROM messages m WHERE m.id = :message AND k.id = m.contact_id
            """)
        .param("message", messageId)
        .param("at", time(at))
        .param("now", time(clock.instant()))
        .update();
  }

  /** Stores that somebody who had stopped them wants marketing messages again. */
  public void resume(String phoneNumberId, String phone, Instant at) {
    jdbc.sql(
            """
            UPDATE contacts k SET opt_in_at = :at, opt_in_source = 'user_preferences',
              updated_at = :now
            FROM channels c
            WHERE c.phone_number_id = :number AND k.account_id = c.account_id AND k.phone = :phone
              AND k.opted_out_at < :at
            """)
        .param("number", phoneNumberId)
        .param("phone", phone)
        .param("at", time(at))
        .param("now", time(clock.instant()))
        .update();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
