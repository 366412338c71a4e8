package dev.whatsway.store.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts the link clicks that Meta tells. Its webhook names neither message nor person, so a click
 * can only be counted for a campaign: the number's latest one.
 */
@Repository
public class LinkClicks {

  /** Meta, "Track click events": only for messages of the last seven days. */
  private static final Duration TOLD_FOR = Duration.ofDays(7);

  private final JdbcClient jdbc;

  public LinkClicks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Counts one click; call it once an event, in the transaction that takes the event off the inbox.
   *
   * @return false where the number has sent no campaign in the time before
   */
  public boolean count(String phoneNumberId, Instant at) {
    return jdbc.sql(
            """
                SELECT add_to_campaign_counter(id, 'clicked', 1) IS NULL FROM (
                  SELECT k.id FROM campaigns k JOIN channels c ON c.id = k.channel_id
                  WHERE c.phone_number_id = :number
                    AND k.launched_at BETWEEN :from AND :at
                  ORDER BY k.launched_at DESC LIMIT 1) AS latest
                """)
        .param("number", phoneNumberId)
        .param("from", at.minus(TOLD_FOR).atOffset(ZoneOffset.UTC))
        // Meta gives whole seconds.
        .param("at", at.plusSeconds(1).atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .optional()
        .isPresent();
  }
}
