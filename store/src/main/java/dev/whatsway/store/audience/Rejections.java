package dev.whatsway.store.audience;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rejected rows of imports. */
@Repository
public class Rejections {

  private final JdbcClient jdbc;

  public Rejections(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the rejections after the line, in the order of the file. */
  public List<Rejection> page(UUID audienceId, long afterLine, int limit) {
    return jdbc.sql(
            """
            SELECT line, field, code, reason FROM audience_rejections
            WHERE audience_id = :audience AND line > :after ORDER BY line LIMIT :limit
            """)
        .param("audience", audienceId)
        .param("after", afterLine)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Rejection(
                    row.getLong("line"),
                    row.getString("field"),
                    row.getString("code"),
                    row.getString("reason")))
        .list();
  }
}
