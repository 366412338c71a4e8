package dev.whatsway.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an audience in the order it was imported. */
@Repository
public class Recipients {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public Recipients(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Returns the members from an ordinal on, at most {@code limit}. */
  public List<Recipient> page(UUID audienceId, long from, int limit) {
    return jdbc.sql(
            """
            SELECT m.ordinal, k.* FROM audience_members m JOIN contacts k ON k.id = m.contact_id
            WHERE m.audience_id = :audience AND m.ordinal >= :from
            ORDER BY m.ordinal LIMIT :limit
            """)
        .param("audience", audienceId)
        .param("from", from)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  private Recipient read(ResultSet row, int number) throws SQLException {
    return new Recipient(
        row.getLong("ordinal"),
        row.getObject("id", UUID.class),
        row.getString("phone"),
        row.getString("name"),
        row.getString("country"),
        row.getString("timezone"),
        row.getString("locale"),
        attributes(row.getString("attributes")),
        instant(row, "opt_in_at"),
        instant(row, "opted_out_at"));
  }

  private Map<String, String> attributes(String stored) {
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.readTree(stored).properties()) {
      attributes.put(entry.getKey(), entry.getValue().asString(""));
    }
    return attributes;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
