package dev.whatsway.store.template;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The versions of templates, which a trigger of the table keeps. */
@Repository
public class TemplateVersions {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public TemplateVersions(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Returns a template's versions, latest first.
   *
   * @param before only those with a lower number
   */
  public List<TemplateVersion> list(UUID templateId, int before, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM template_versions WHERE template_id = :id AND version < :before
            ORDER BY version DESC LIMIT :limit
            """)
        .param("id", templateId)
        .param("before", before)
        .param("limit", limit)
        .query(
            (row, n) ->
                new TemplateVersion(
                    row.getInt("version"),
                    row.getString("category"),
                    row.getString("parameter_format"),
                    json.readTree(row.getString("components")),
                    row.getString("status"),
                    row.getString("source"),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Returns how many edits of it while it was approved this api made since then. */
  public int editsOfApproved(UUID templateId, Instant since) {
    return jdbc.sql(
            """
            SELECT count(*) FROM template_versions
            WHERE template_id = :id AND source = 'api' AND of_approved AND at > :since
            """)
        .param("id", templateId)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
