package dev.whatsway.store.channel;

import dev.whatsway.store.channel.Stops.Refusal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stops that no message has met: Meta told of them, by webhook or when asked. They join the
 * caller's transaction where there is one; opening a stop has to be the first thing that locks
 * anything in it (see {@link StopBarrier}).
 */
@Repository
public class AccountStops {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StopBarrier barrier;
  private final QualityLimit quality;
  private final Clock clock;

  public AccountStops(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.barrier = new StopBarrier(jdbc);
    this.quality = new QualityLimit(jdbc);
    this.clock = clock;
  }

  /**
   * Stops a number, or slows it down where the refusal is of its quality and its policy says so.
   */
  public void openForNumber(UUID channelId, Refusal refusal) {
    transaction.executeWithoutResult(
        status -> {
          if (!quality.slows(channelId, refusal, now())) {
            barrier.closed();
            insert("id = :channel", channelId, "", "id::text", refusal);
          }
        });
  }

  /** Stops a WABA, where the account has a number in it; its first one looks after the stop. */
  public void openForWaba(UUID accountId, String wabaId, Refusal refusal) {
    transaction.executeWithoutResult(
        status -> {
          barrier.closed();
          insert("account_id = :account AND waba_id = :waba", accountId, wabaId, ":waba", refusal);
        });
  }

  /** Stops a template, where the account has a number in its WABA. */
  public void openForTemplate(UUID accountId, Stopped template, Refusal refusal) {
    transaction.executeWithoutResult(
        status -> {
          barrier.closed();
          insert(
              "account_id = :account AND waba_id = split_part(:waba, '/', 1)",
              accountId,
              template.key(),
              ":waba",
              refusal);
        });
  }

  /** A template as stops name it. */
  public record Stopped(String wabaId, String name, String language) {
    String key() {
      return wabaId + "/" + name + "/" + language;
    }
  }

  private void insert(String which, UUID owner, String waba, String key, Refusal refusal) {
    jdbc.sql(
            """
            INSERT INTO stops (id, account_id, channel_id, scope, scope_key, cause, code, reason,
              remedy, since)
            SELECT gen_random_uuid(), account_id, id, :scope, %s, :cause, :code, :reason, :remedy,
              :now
            FROM channels WHERE %s ORDER BY channels.id LIMIT 1
            ON CONFLICT (account_id, scope, scope_key, code) WHERE cleared_at IS NULL DO NOTHING
            """
                .formatted(key, which))
        .param("channel", owner)
        .param("account", owner)
        .param("waba", waba)
        .param("scope", refusal.cause().scope().wire())
        .param("cause", refusal.cause().wire())
        .param("code", refusal.code())
        .param("reason", refusal.reason())
        .param("remedy", refusal.remedy())
        .param("now", now())
        .update();
  }

  /** Clears the stops with these codes that stand against the WABA itself. */
  public void clearWaba(UUID accountId, String wabaId, Collection<Integer> codes, String by) {
    clear("scope = 'waba' AND scope_key = :key", accountId, wabaId, codes, by);
  }

  /** Clears the stops with these codes that stand against any template of the WABA. */
  public void clearTemplates(UUID accountId, String wabaId, Collection<Integer> codes, String by) {
    clear(
        "scope = 'template' AND starts_with(scope_key, :key || '/')", accountId, wabaId, codes, by);
  }

  /** Clears the stops with these codes that stand against the template. */
  public void clearTemplate(
      UUID accountId, Stopped template, Collection<Integer> codes, String by) {
    clear("scope = 'template' AND scope_key = :key", accountId, template.key(), codes, by);
  }

  private void clear(
      String which, UUID accountId, String key, Collection<Integer> codes, String by) {
    jdbc.sql(
            """
            UPDATE stops SET cleared_at = :now, cleared_by = :by, told = false
            WHERE cleared_at IS NULL AND account_id = :account AND code = ANY (:codes) AND %s
            """
                .formatted(which))
        .param("account", accountId)
        .param("key", key)
        .param("codes", codes.toArray(Integer[]::new))
        .param("by", by)
        .param("now", now())
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
