package dev.whatsway.store.campaign;

import dev.whatsway.store.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts the link clicks that Meta tells. Its webhook names neither message nor person, so a click
 * can only be counted for a campaign and its template: the number's latest one.
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
              SELECT k.id, k.account_id, c.waba_id, k.template_name, k.template_language
              FROM campaigns k JOIN channels c ON c.id = k.channel_id
              WHERE c.phone_number_id = :number AND k.launched_at BETWEEN :from AND :at
              ORDER BY k.launched_at DESC LIMIT 1),
            of_template AS (
              INSERT INTO template_clicks AS t (account_id, waba_id, name, language, metric, n)
              SELECT account_id, waba_id, template_name, template_language, :metric, 1 FROM latest
              ON CONFLICT (account_id, waba_id, name, language, metric) DO UPDATE SET n = t.n + 1)
            SELECT add_to_campaign_counter(id, :metric, 1) IS NULL FROM latest
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

  /** What was counted for templates. */
  public record OfTemplates(Map<String, Long> counts) {

    public long of(Template template, Metric metric) {
      return counts.getOrDefault(key(template, metric.wire), 0L);
    }

    private static String key(Template template, String metric) {
      return String.join("/", metric, template.wabaId(), template.language(), template.name());
    }
  }

  /** Returns what was counted for templates of one account. */
  public OfTemplates of(List<Template> templates) {
    if (templates.isEmpty()) {
      return new OfTemplates(Map.of());
    }
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(
            """
            SELECT metric || '/' || waba_id || '/' || language || '/' || name, n
            FROM template_clicks WHERE account_id = :account AND name = ANY (:names)
            """)
        .param("account", templates.get(0).accountId())
        .param("names", templates.stream().map(Template::name).distinct().toArray(String[]::new))
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return new OfTemplates(counts);
  }
}
