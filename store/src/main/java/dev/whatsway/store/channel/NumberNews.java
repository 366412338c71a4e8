package dev.whatsway.store.channel;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What webhooks tell of an account's numbers. Claims and paces read it at the next send. */
@Repository
public class NumberNews {

  private final JdbcClient jdbc;
  private final Clock clock;

  public NumberNews(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Returns the account's channel with this number.
   *
   * @param digits the number as Meta shows it, with its country code, without anything else
   */
  public Optional<UUID> channel(UUID accountId, String digits) {
    return jdbc.sql("SELECT id FROM channels WHERE phone_number = :phone AND account_id = :account")
        .param("phone", "+" + digits)
        .param("account", accountId)
        .query(UUID.class)
        .optional();
  }

  /**
   * Stores a throughput, unless an operator has said one.
   *
   * @param perSecond messages a second
   */
  public void throughput(UUID channelId, int perSecond) {
    jdbc.sql(
            "UPDATE channels SET throughput = :n WHERE id = :channel AND NOT throughput_configured")
        .param("channel", channelId)
        .param("n", perSecond)
        .update();
  }

  /** Stores Meta's word for how many people may be written to, on each number of the WABA. */
  public int messagingLimit(UUID accountId, String wabaId, String limit) {
    return jdbc.sql(
            """
            UPDATE channels SET messaging_limit = :limit
            WHERE account_id = :account AND waba_id = :waba
              AND messaging_limit IS DISTINCT FROM :limit
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("limit", limit)
        .update();
  }

  /** Has the workflow of each of the WABA's numbers ask Meta at once what holds now. */
  public void askMeta(UUID accountId, String wabaId) {
    jdbc.sql(
            """
            UPDATE channels SET told = false, updated_at = :now
            WHERE account_id = :account AND waba_id = :waba
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Returns whether a number of the WABA does not use Marketing Messages. */
  public boolean someWithoutMarketingMessages(UUID accountId, String wabaId) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM channels
              WHERE account_id = :account AND waba_id = :waba AND NOT mm_enabled)
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .query(Boolean.class)
        .single();
  }
}
