package dev.whatsway.store.template;

import java.time.Duration;
import java.util.Optional;
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

  /** Keeps a word for {@link #TTL}; whoever waits for it goes by it. */
  public void learn(Key key, boolean marketing, Source source) {
    jdbc.sql(
            """
            INSERT INTO template_categories
              (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
            VALUES (:account, :waba, :name, :language, :marketing, :source, clock_timestamp())
            ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
              marketing = excluded.marketing, learnt_from = excluded.learnt_from,
              learnt_at = excluded.learnt_at, probing_until = NULL
            """)
        .param("account", key.accountId())
        .param("waba", key.wabaId())
        .param("name", key.name())
        .param("language", key.language())
        .param("marketing", marketing)
        .param("source", source.wire)
        .update();
  }

  /**
   * Takes the right to find out about a template for all instances.
   *
   * @param longest after which the right is another's, should this instance die
   * @return false where another instance has it, or has found out
   */
  public boolean lease(Key key, Duration longest) {
    return jdbc.sql(
                """
                INSERT INTO template_categories AS known
                  (account_id, waba_id, name, language, probing_until)
                VALUES (:account, :waba, :name, :language,
                  clock_timestamp() + :millis * interval '1 millisecond')
                ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
                  probing_until = excluded.probing_until
                WHERE (known.probing_until IS NULL OR known.probing_until <= clock_timestamp())
                  AND (known.learnt_at IS NULL
                    OR known.learnt_at <= clock_timestamp() - interval '1 hour')
                """)
            .param("account", key.accountId())
            .param("waba", key.wabaId())
            .param("name", key.name())
            .param("language", key.language())
            .param("millis", longest.toMillis())
            .update()
        == 1;
  }

  /** Gives the right back where nothing was found out. */
  public void release(Key key) {
    jdbc.sql(
            """
            UPDATE template_categories SET probing_until = NULL
            WHERE account_id = :account AND waba_id = :waba AND name = :name
              AND language = :language AND probing_until IS NOT NULL
            """)
        .param("account", key.accountId())
        .param("waba", key.wabaId())
        .param("name", key.name())
        .param("language", key.language())
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

  /** Returns the account's word on routes: {@code auto} or {@code cloud_only}. */
  public Optional<String> routing(UUID accountId) {
    return jdbc.sql("SELECT gateway_routing FROM accounts WHERE id = :account")
        .param("account", accountId)
        .query(String.class)
        .optional();
  }

  /**
   * Stores the account's word on routes.
   *
   * @param routing {@code auto} or {@code cloud_only}
   */
  public void route(UUID accountId, String routing) {
    jdbc.sql("UPDATE accounts SET gateway_routing = :routing WHERE id = :account")
        .param("routing", routing)
        .param("account", accountId)
        .update();
  }
}
