package dev.whatsway.store.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts the link clicks that Meta tells. Its webhook names neither message nor person, so a click
 * can only be counted for a campaign and its template: the marketing campaign that the number
 * started last.
 */
@Repository
public class LinkClicks {

  /** Meta, "Track click events": only for messages of the last seven days. */
  private static final Duration TOLD_FOR = Duration.ofDays(7);

  private final JdbcClient jdbc;

  public LinkClicks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What was told. */
  public enum Metric {
    CLICKED("clicked"),
    /** The page behind the link was shown. */
    LANDING_PAGE_VIEWS("landing_page_views");

    private final String wire;

    Metric(String wire) {
      this.wire = wire;
    }
  }

  /**
   * Counts one, for the campaign and for its template; call it once an event, in the transaction
   * that takes the event off the inbox.
   *
   * @return false where the number has sent no campaign in the time before
   */
  public boolean count(Metric metric, String phoneNumberId, Instant at) {
    return jdbc.sql(
            """
            WITH latest AS (
              SELECT k.id, k.account_id, c.waba_id, k.template_name, k.template_language,
                k.tracked_links
              FROM campaigns k JOIN channels c ON c.id = k.channel_id
              WHERE c.phone_number_id = :number AND k.started_at BETWEEN :from AND :at
                AND upper(k.category) = 'MARKETING'
              ORDER BY k.started_at DESC LIMIT 1),
            of_template AS (
              INSERT INTO template_clicks AS t (account_id, waba_id, name, language, metric, n)
              SELECT account_id, waba_id, template_name, template_language, :metric, 1 FROM latest
              ON CONFLICT (account_id, waba_id, name, language, metric) DO UPDATE SET n = t.n + 1)
            -- Links of our own count the campaign's clicks themselves.
            SELECT CASE WHEN tracked_links AND :metric = 'clicked' THEN true
              ELSE add_to_campaign_counter(id, :metric, 1) IS NULL END
            FROM latest
            """)
        .param("metric", metric.wire)
        .param("number", phoneNumberId)
        .param("from", at.minus(TOLD_FOR).atOffset(ZoneOffset.UTC))
        // Meta gives whole seconds.
        .param("at", at.plusSeconds(1).atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  /**
   * Returns what was counted for a template of the account.
   *
   * @return empty where the account has no such template
   */
  public Optional<OfTemplate> ofTemplate(UUID accountId, UUID templateId) {
    return jdbc.sql(
            """
            SELECT COALESCE(sum(c.n) FILTER (WHERE c.metric = 'clicked'), 0) AS clicked,
              COALESCE(sum(c.n) FILTER (WHERE c.metric = 'landing_page_views'), 0) AS views
            FROM templates t
            LEFT JOIN template_clicks c USING (account_id, waba_id, name, language)
            WHERE t.account_id = :account AND t.id = :id
            GROUP BY t.id
            """)
        .param("account", accountId)
        .param("id", templateId)
        .query((row, n) -> new OfTemplate(row.getLong("clicked"), row.getLong("views")))
        .optional();
  }

  /** What was counted for a template. */
  public record OfTemplate(long clicked, long landingPageViews) {}
}
