package dev.whatsway.store.segment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Segments; they are only added. */
@Repository
public class Segments {

  private final JdbcClient jdbc;

  public Segments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void insert(Segment segment) {
    jdbc.sql(
            """
            INSERT INTO segments (id, account_id, name, condition, created_at)
            VALUES (:id, :account, :name, :condition, :now)
            """)
        .param("id", segment.id())
        .param("account", segment.accountId())
        .param("name", segment.name())
        .param("condition", segment.condition())
        .param("now", segment.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public Optional<Segment> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM segments WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> segment(row))
        .optional();
  }

  public List<Segment> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM segments
            WHERE account_id = :account AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> segment(row))
        .list();
  }

  private static Segment segment(ResultSet row) throws SQLException {
    return new Segment(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("name"),
        row.getString("condition"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
