package dev.whatsway.store.template;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
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
              parameter_format, components, opt_out_buttons, created_at, updated_at)
            VALUES (:id, :account, :waba, :name, :language, :category, :status, :format,
              :components::jsonb, :buttons, :now, :now)
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

  /**
   * Stores a template as Meta knows it now, by its name and language; what is ours of it stays. The
   * gateway believes the category for another hour, also where nothing has changed.
   */
  public Stored store(Template template) {
    Stored stored = storeFields(template);
    if (stored == Stored.UNCHANGED || stored == Stored.UPDATED) {
      // A new one is told by its trigger, as is a change of category.
      new TemplateCategories(jdbc)
          .learn(
              TemplateCategories.Key.of(
                  template.accountId(), template.wabaId(), template.name(), template.language()),
              template.category().equals("MARKETING"),
              TemplateCategories.Source.SYNC);
    }
    return stored;
  }

  private Stored storeFields(Template template) {
    return jdbc.sql(
            """
            INSERT INTO templates AS t (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at)
            VALUES (:id, :account, :waba, :name, :language, :category, :status, :format,
              :components::jsonb, :now, :now)
            ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET
              category = excluded.category, status = excluded.status,
              parameter_format = excluded.parameter_format, components = excluded.components,
              updated_at = excluded.updated_at
            WHERE (t.category, t.status, t.parameter_format, t.components) IS DISTINCT FROM
              (excluded.category, excluded.status, excluded.parameter_format, excluded.components)
            RETURNING id = :id
            """)
        .params(values(template))
        .query(Boolean.class)
        .optional()
        .map(created -> created ? Stored.CREATED : Stored.UPDATED)
        .orElse(Stored.UNCHANGED);
  }

  /** Stores Meta's id of a template, by which some webhooks name it; an empty one is none. */
  public void learnMetaId(Template template, String metaId) {
    jdbc.sql(
            """
            UPDATE templates SET meta_id = :meta
            WHERE account_id = :account AND waba_id = :waba AND name = :name
              AND language = :language AND meta_id IS DISTINCT FROM :meta AND :meta <> ''
            """)
        .param("meta", metaId)
        .param("account", template.accountId())
        .param("waba", template.wabaId())
        .param("name", template.name())
        .param("language", template.language())
        .update();
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
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
