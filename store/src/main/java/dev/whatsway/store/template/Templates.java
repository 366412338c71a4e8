package dev.whatsway.store.template;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Message templates. */
@Repository
public class Templates {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public Templates(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Stores a new template.
   *
   * @throws org.springframework.dao.DuplicateKeyException when the WABA has one of that name and
   *     language
   */
  public void insert(Template template) {
    jdbc.sql(
            """
            INSERT INTO templates (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, opt_out_buttons, created_at, updated_at,
              changed_by)
            VALUES (:id, :account, :waba, :name, :language, :category, :status, :format,
              :components::jsonb, :buttons, :now, :now, 'api')
            """)
        .params(values(template))
        .param("buttons", template.optOutButtons().toArray(String[]::new))
        .update();
  }

  /**
   * Says by which quick replies of a template people opt out.
   *
   * @param buttons texts or payloads
   * @return the template as it then is; empty where the account has none with this id
   */
  public Optional<Template> markOptOuts(UUID accountId, UUID id, List<String> buttons) {
    return jdbc.sql(
            """
            UPDATE templates SET opt_out_buttons = :buttons
            WHERE account_id = :account AND id = :id RETURNING *
            """)
        .param("buttons", buttons.toArray(String[]::new))
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> template(row))
        .optional();
  }

  /** What storing Meta's word on a template did. */
  public enum Stored {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  /** By what a template's content was learnt. */
  public enum Source {
    API,
    SYNC
  }

  /**
   * Stores a template as Meta knows it now, by its name and language; what is ours of it stays. The
   * gateway believes the category for another hour, also where nothing has changed.
   *
   * <p>Other samples are no change, and are not stored: Meta signs their URLs anew at each fetch.
   *
   * @param asked when Meta was asked for it: what was written here since is newer, and stays; null:
   *     nothing is newer
   */
  public Stored store(Template template, Source source, @Nullable Instant asked) {
    Stored stored = storeFields(template, source, asked);
    if (stored != Stored.CREATED) {
      // A new one is told by its trigger, as is a change of category. What stays may be of another
      // category than what Meta said before.
      String category =
          find(template.accountId(), template.wabaId(), template.name(), template.language())
              .map(Template::category)
              .orElse(template.category());
      new TemplateCategories(jdbc)
          .learn(
              TemplateCategories.Key.of(
                  template.accountId(), template.wabaId(), template.name(), template.language()),
              category.equals("MARKETING"),
              TemplateCategories.Source.SYNC);
    }
    return stored;
  }

  private Stored storeFields(Template template, Source source, @Nullable Instant asked) {
    return jdbc.sql(
            """
            INSERT INTO templates AS t (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at, meta_id, quality,
              rejected_reason, send_ttl_seconds, changed_by)
            VALUES (:id, :account, :waba, :name, :language, :category, :status, :format,
              :components::jsonb, :now, :now, :meta, :quality, :rejected, :ttl, :source)
            ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
              category = excluded.category, status = excluded.status,
              parameter_format = excluded.parameter_format, components = excluded.components,
              quality = CASE WHEN excluded.meta_id <> t.meta_id THEN excluded.quality
                ELSE COALESCE(excluded.quality, t.quality) END,
              quality_at = CASE WHEN excluded.meta_id <> t.meta_id THEN NULL
                ELSE t.quality_at END,
              status_at = CASE WHEN excluded.meta_id <> t.meta_id THEN NULL
                ELSE t.status_at END,
              rejected_reason = excluded.rejected_reason,
              send_ttl_seconds = excluded.send_ttl_seconds, changed_by = excluded.changed_by,
              meta_id = COALESCE(excluded.meta_id, t.meta_id), updated_at = excluded.updated_at
            WHERE (:asked::timestamptz IS NULL OR t.updated_at < :asked::timestamptz)
              AND (t.category, t.status, t.parameter_format, without_examples(t.components),
                t.quality, t.rejected_reason, t.send_ttl_seconds,
                COALESCE(t.meta_id, excluded.meta_id)) IS DISTINCT FROM
              (excluded.category, excluded.status, excluded.parameter_format,
                without_examples(excluded.components), COALESCE(excluded.quality, t.quality),
                excluded.rejected_reason, excluded.send_ttl_seconds,
                COALESCE(excluded.meta_id, t.meta_id))
            RETURNING id = :id
            """)
        .params(values(template))
        .param("meta", template.meta().id())
        .param("quality", template.meta().quality())
        .param("rejected", template.meta().rejectedReason())
        .param("ttl", template.meta().sendTtlSeconds())
        .param("source", source.name().toLowerCase(Locale.ROOT))
        .param("asked", asked == null ? null : asked.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .optional()
        .map(created -> created ? Stored.CREATED : Stored.UPDATED)
        .orElse(Stored.UNCHANGED);
  }

  /**
   * Returns the templates of a WABA that were at Meta before, so that those which a sync from then
   * on does not find have disappeared.
   *
   * @param before when the sync began; what was written since is newer than its pages
   */
  public List<Template> atMeta(UUID accountId, String wabaId, Instant before) {
    return jdbc.sql(
            """
            SELECT * FROM templates WHERE account_id = :account AND waba_id = :waba
              AND meta_id IS NOT NULL AND status <> 'DELETED' AND updated_at < :before
            ORDER BY id
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .query((row, n) -> template(row))
        .list();
  }

  /**
   * Marks a template deleted at Meta, as what is latest of it: a webhook of before that comes late
   * does not revive it.
   *
   * @param before null, or as for {@link #atMeta}
   * @return whether it was marked
   */
  public boolean markDeleted(UUID id, @Nullable Instant before, Instant now) {
    return jdbc.sql(
                """
                UPDATE templates SET status = 'DELETED', updated_at = :now,
                  status_at = GREATEST(status_at, :now)
                WHERE id = :id AND (:before::timestamptz IS NULL OR updated_at < :before::timestamptz)
                """)
            .param("id", id)
            .param("before", before == null ? null : before.atOffset(ZoneOffset.UTC))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /**
   * Stores an edit that Meta has taken from us.
   *
   * @param components null: they stay
   * @param category null: it stays
   * @param ttl null: it stays
   */
  public void edit(
      UUID id,
      @Nullable JsonNode components,
      @Nullable String category,
      @Nullable Integer ttl,
      Instant now) {
    jdbc.sql(
            """
            UPDATE templates SET components = COALESCE(:components::jsonb, components),
              category = COALESCE(:category, category),
              send_ttl_seconds = COALESCE(:ttl::integer, send_ttl_seconds),
              changed_by = 'api', updated_at = :now
            WHERE id = :id
            """)
        .param("components", components == null ? null : json.writeValueAsString(components))
        .param("category", category)
        .param("ttl", ttl)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /**
   * Returns since when the name is deleted in the language, or in all that it was known in; empty
   * where it is not.
   */
  public Optional<Instant> deletedAt(UUID accountId, String wabaId, String name, String language) {
    return jdbc.sql(
            """
            SELECT CASE WHEN bool_and(deleted_at IS NOT NULL) THEN max(deleted_at)
              ELSE max(deleted_at) FILTER (WHERE language = :language) END AS at
            FROM templates
            WHERE account_id = :account AND waba_id = :waba AND name = :name
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("name", name)
        .param("language", language)
        .query((row, n) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Stores Meta's id of a template that has none here, by which some webhooks name it; an empty one
   * is none. {@link #store} replaces one.
   */
  public void learnMetaId(Template template, String metaId) {
    jdbc.sql(
            """
            UPDATE templates SET meta_id = :meta
            WHERE account_id = :account AND waba_id = :waba AND name = :name
              AND language = :language AND meta_id IS NULL AND :meta <> ''
            """)
        .param("meta", metaId)
        .param("account", template.accountId())
        .param("waba", template.wabaId())
        .param("name", template.name())
        .param("language", template.language())
        .update();
  }

  public Optional<Template> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM templates WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> template(row))
        .optional();
  }

  public Optional<Template> find(UUID accountId, String wabaId, String name, String language) {
    return jdbc.sql(
            """
            SELECT * FROM templates WHERE account_id = :account AND waba_id = :waba
              AND name = :name AND language = :language
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("name", name)
        .param("language", language)
        .query((row, n) -> template(row))
        .optional();
  }

  /** Returns the account's templates by id, filtered by what is not null. */
  public List<Template> list(
      UUID accountId,
      @Nullable String wabaId,
      @Nullable String name,
      @Nullable String status,
      @Nullable UUID after,
      int limit) {
    return jdbc.sql(
            """
            SELECT * FROM templates
            WHERE account_id = :account
              AND (:waba::text IS NULL OR waba_id = :waba::text)
              AND (:name::text IS NULL OR name = :name::text)
              AND (:status::text IS NULL OR status = :status::text)
              AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("name", name)
        .param("status", status)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> template(row))
        .list();
  }

  private Map<String, Object> values(Template template) {
    return Map.of(
        "id", template.id(),
        "account", template.accountId(),
        "waba", template.wabaId(),
        "name", template.name(),
        "language", template.language(),
        "category", template.category(),
        "status", template.status(),
        "format", template.parameterFormat(),
        "components", json.writeValueAsString(template.components()),
        "now", OffsetDateTime.ofInstant(template.updatedAt(), ZoneOffset.UTC));
  }

  private Template template(ResultSet row) throws SQLException {
    OffsetDateTime deleted = row.getObject("deleted_at", OffsetDateTime.class);
    return new Template(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("waba_id"),
        row.getString("name"),
        row.getString("language"),
        row.getString("category"),
        row.getString("status"),
        row.getString("parameter_format"),
        json.readTree(row.getString("components")),
        List.of((String[]) row.getArray("opt_out_buttons").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        new MetaSide(
            row.getString("meta_id"),
            row.getString("quality"),
            row.getString("rejected_reason"),
            row.getObject("send_ttl_seconds", Integer.class),
            deleted == null ? null : deleted.toInstant()));
  }
}
