package dev.whatsway.store.pacing;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which number, and with what right, a message waits for. */
@Repository
public class PaceAsks {

  private final JdbcClient jdbc;

  public PaceAsks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the ask of a message; empty where it is not queued, or not there. */
  public Optional<Ask> of(UUID messageId) {
    return jdbc.sql(
            """
            SELECT m.channel_id, m.campaign_id, c.category
            FROM messages m JOIN campaigns c ON c.id = m.campaign_id
            WHERE m.id = :id AND m.status = 'queued'
            """)
        .param("id", messageId)
        .query(
            (row, number) ->
                new Ask(
                    row.getObject("channel_id", UUID.class),
                    row.getObject("campaign_id", UUID.class),
                    Traffic.of(row.getString("category"))))
        .optional();
  }
}
