package dev.whatsway.store.template;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which templates {@code /marketing_messages} takes, as the gateway's instances have learnt it
 * together. All times are PostgreSQL's. Methods throw Spring's {@code DataAccessException} where it
 * is away.
 */
@Repository
public class TemplateCategories {

  /** How long a word is believed: Meta may count a template otherwise without telling. */
  public static final Duration TTL = Duration.ofHours(1);

  /** How long the gateway waits for another's lock, as PostgreSQL spells it. */
  private static final String MOST_LOCKED = "200ms";

  private final JdbcClient jdbc;

  public TemplateCategories(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A template as Meta names it.
   *
   * @param language with an underscore
   */
  public record Key(UUID accountId, String wabaId, String name, String language) {

    /** Takes a language with a dash as well. */
    public static Key of(UUID accountId, String wabaId, String name, String language) {
      return new Key(accountId, wabaId, name, language.replace('-', '_'));
    }
  }

  /**
   * What is known of a template.
   *
   * @param marketing whether {@code /marketing_messages} takes it; null where that is not known, or
   *     was learnt longer than {@link #TTL} ago
   * @param category Meta's own word of it, as last fetched or told: {@code MARKETING}, {@code
   *     UTILITY} or {@code AUTHENTICATION}; null where the template was never fetched
   */
  public record Known(@Nullable Boolean marketing, @Nullable String category) {}

  /** Where a word comes from. */
  public enum Source {
    TRAFFIC("traffic"),
    SYNC("sync"),
    WEBHOOK("webhook");

    private final String wire;

    Source(String wire) {
      this.wire = wire;
    }
  }

  public Known find(Key key) {
    return jdbc.sql(
            """
            SELECT known.marketing, t.category
            FROM (VALUES (1)) AS one
            LEFT JOIN template_categories known
              ON known.account_id = :account AND known.waba_id = :waba AND known.name = :name
                AND known.language = :language
                AND known.learnt_at > clock_timestamp() - interval '1 hour'
            LEFT JOIN templates t
              ON t.account_id = :account AND t.waba_id = :waba AND t.name = :name
                AND t.language = :language
            """)
        .param("account", key.accountId())
        .param("waba", key.wabaId())
        .param("name", key.name())
        .param("language", key.language())
        .query((row, n) -> new Known(row.getObject("marketing", Boolean.class), row.getString(2)))
        .single();
  }

  /** Keeps a word of now for {@link #TTL}; whoever waits for it goes by it. */
  public void learn(Key key, boolean marketing, Source source) {
    learn(key, marketing, source, Duration.ZERO);
  }

  /**
   * Keeps a word for {@link #TTL}; whoever waits for it goes by it. Traffic waits for no lock
   * longer than 200 ms; what Meta has told waits as long as its own transaction does.
   *
   * @param age how long ago the call began that taught it: what Meta has told of the template since
   *     is newer than what a call of before has taught, however late it is stored
   */
  public void learn(Key key, boolean marketing, Source source, Duration age) {
    jdbc.sql(
            """
            WITH hasty AS MATERIALIZED (SELECT set_config('lock_timeout',
              CASE WHEN :source = 'traffic' THEN :locked ELSE current_setting('lock_timeout') END,
              true))
            INSERT INTO template_categories AS known
              (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
            SELECT :account, :waba, :name, :language, :marketing, :source, clock_timestamp()
            FROM hasty
            ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
              marketing = excluded.marketing, learnt_from = excluded.learnt_from,
              learnt_at = excluded.learnt_at, probing_until = NULL, probing_by = NULL
            WHERE excluded.learnt_from <> 'traffic' OR COALESCE(known.learnt_from, 'traffic') = 'traffic'
              OR known.learnt_at <= clock_timestamp() - :micros * interval '1 microsecond'
            """)
        .param("locked", MOST_LOCKED)
        .param("account", key.accountId())
        .param("waba", key.wabaId())
        .param("name", key.name())
        .param("language", key.language())
        .param("marketing", marketing)
        .param("source", source.wire)
        .param("micros", age.toNanos() / 1_000)
        .update();
  }

  /**
   * Takes the right to find out about a template for all instances. Waits for no lock longer than
   * 200 ms. To be called outside a transaction.
   *
   * @param holder names this one right, for {@link #release}
   * @param longest after which the right is another's, should this instance die
   * @return false where another instance has it, or has found out
   */
  public boolean lease(Key key, UUID holder, Duration longest) {
    return jdbc.sql(
                """
                WITH hasty AS MATERIALIZED (SELECT set_config('lock_timeout', :locked, true))
                INSERT INTO template_categories AS known
                  (account_id, waba_id, name, language, probing_until, probing_by)
                SELECT :account, :waba, :name, :language,
                  clock_timestamp() + :millis * interval '1 millisecond', :holder
                FROM hasty
                ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
                  probing_until = excluded.probing_until, probing_by = excluded.probing_by
                WHERE (known.probing_until IS NULL OR known.probing_until <= clock_timestamp())
                  AND (known.learnt_at IS NULL
                    OR known.learnt_at <= clock_timestamp() - interval '1 hour')
                """)
            .param("locked", MOST_LOCKED)
            .param("account", key.accountId())
            .param("waba", key.wabaId())
            .param("name", key.name())
            .param("language", key.language())
            .param("millis", longest.toMillis())
            .param("holder", holder)
            .update()
        == 1;
  }

  /**
   * Gives the right back where nothing was found out; a right that is another's by now stays. Waits
   * for no lock longer than 200 ms. To be called outside a transaction.
   */
  public void release(Key key, UUID holder) {
    jdbc.sql(
            """
            WITH hasty AS MATERIALIZED (SELECT set_config('lock_timeout', :locked, true))
            UPDATE template_categories SET probing_until = NULL, probing_by = NULL
            FROM hasty
            WHERE account_id = :account AND waba_id = :waba AND name = :name
              AND language = :language AND probing_by = :holder
            """)
        .param("locked", MOST_LOCKED)
        .param("account", key.accountId())
        .param("waba", key.wabaId())
        .param("name", key.name())
        .param("language", key.language())
        .param("holder", holder)
        .update();
  }

  /**
   * Takes over what the account's templates were at their last fetch, so that their first requests
   * need no probe. What traffic and webhooks have said within the hour stays.
   *
   * @param accountId null for every account
   * @return of how many templates
   */
  public int warmUp(@Nullable UUID accountId) {
    return jdbc.sql(
            """
            INSERT INTO template_categories AS known
              (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
            SELECT account_id, waba_id, name, replace(language, '-', '_'),
              bool_or(category = 'MARKETING'), 'sync', clock_timestamp()
            FROM templates
            WHERE :account::uuid IS NULL OR account_id = :account::uuid
            GROUP BY account_id, waba_id, name, replace(language, '-', '_')
            ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
              marketing = excluded.marketing, learnt_from = excluded.learnt_from,
              learnt_at = excluded.learnt_at
            WHERE known.learnt_at IS NULL
              OR known.learnt_at <= clock_timestamp() - interval '1 hour'
            """)
        .param("account", accountId)
        .update();
  }

  /** Forgets what nobody believes any more, so that the table stays as small as an hour's words. */
  public int forget() {
    return jdbc.sql(
            """
            DELETE FROM template_categories
            WHERE COALESCE(learnt_at, probing_until) IS NULL
              OR (COALESCE(learnt_at, probing_until) <= clock_timestamp() - interval '1 hour'
                AND COALESCE(probing_until, '-infinity') <= clock_timestamp())
            """)
        .update();
  }
}
