package dev.whatsway.store.template;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What webhooks tell of an account's templates. */
@Repository
public class TemplateNews {

  private final JdbcClient jdbc;
  private final Clock clock;

  public TemplateNews(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A template as it is stored, its language as campaigns name it. */
  public record Known(UUID id, String name, String language, String category) {}

  /**
   * Finds a template by name and language, else by Meta's id.
   *
   * @param language with an underscore or a dash
   */
  public Optional<Known> find(
      UUID accountId,
      String wabaId,
      @Nullable String name,
      @Nullable String language,
      @Nullable String metaId) {
    return jdbc.sql(
            """
            SELECT id, name, language, category FROM templates
            WHERE account_id = :account AND waba_id = :waba
              AND ((name = :name AND replace(language, '-', '_') = replace(:language, '-', '_'))
                OR meta_id = :meta)
            ORDER BY name = :name DESC NULLS LAST LIMIT 1
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("name", name)
        .param("language", language)
        .param("meta", metaId)
        .query(
            (row, n) ->
                new Known(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    row.getString("language"),
                    row.getString("category")))
        .optional();
  }

  /** Returns whether a status of a later time was told already. */
  public boolean isLate(UUID templateId, Instant at) {
    return jdbc.sql("SELECT COALESCE(status_at > :at, false) FROM templates WHERE id = :id")
        .param("id", templateId)
        .param("at", at(at))
        .query(Boolean.class)
        .single();
  }

  /**
   * Stores a status, unless a later one was told before.
   *
   * @param at Meta's time of it
   * @return whether it was stored
   */
  public boolean status(UUID templateId, String status, Instant at) {
    return jdbc.sql(
                """
                UPDATE templates SET status = :status, status_at = :at, updated_at = :now
                WHERE id = :id AND (status_at IS NULL OR status_at <= :at)
                """)
            .param("id", templateId)
            .param("status", status)
            .param("at", at(at))
            .param("now", at(clock.instant()))
            .update()
        == 1;
  }

  /** Tells the gateway the category of a template that was never fetched. */
  public void categoryOfUnfetched(
      UUID accountId, String wabaId, String name, String language, String category) {
    new TemplateCategories(jdbc)
        .learn(
            TemplateCategories.Key.of(accountId, wabaId, name, language),
            category.equals("MARKETING"),
            TemplateCategories.Source.WEBHOOK);
  }

  /** Stores a category; campaigns of the template follow (trigger {@code follow_category}). */
  public void category(UUID templateId, String category) {
    jdbc.sql(
            """
            UPDATE templates SET category = :category, changed_by = 'webhook', updated_at = :now
            WHERE id = :id
            """)
        .param("id", templateId)
        .param("category", category)
        .param("now", at(clock.instant()))
        .update();
  }

  /**
   * Stores a quality, unless a later one was told before.
   *
   * @param quality Meta's word: {@code GREEN}, {@code YELLOW}, {@code RED} or {@code UNKNOWN}
   * @param at Meta's time of it
   */
  public void quality(UUID templateId, String quality, Instant at) {
    jdbc.sql(
            """
            UPDATE templates SET quality = :quality, quality_at = :at, updated_at = :now
            WHERE id = :id AND (quality_at IS NULL OR quality_at <= :at)
            """)
        .param("id", templateId)
        .param("quality", quality)
        .param("at", at(at))
        .param("now", at(clock.instant()))
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
