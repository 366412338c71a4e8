package dev.whatsway.store.link;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds where tracked links lead. */
@Repository
public class TrackedLinks {

  private final JdbcClient jdbc;

  public TrackedLinks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the message's link; empty where the message has none. */
  public Optional<TrackedLink> find(UUID messageId) {
    // Whoever has the link has the message: so an attempt whose answer was lost did go out.
    return jdbc.sql(
            """
            SELECT m.link_target, m.clicked_at IS NOT NULL AS clicked,
              (SELECT a.id FROM attempts a
               WHERE a.message_id = m.id
                 AND (a.outcome IS NULL OR a.outcome IN ('accepted', 'unknown'))
               ORDER BY a.outcome = 'accepted' DESC NULLS LAST, a.started_at DESC
               LIMIT 1) AS attempt_id
            FROM messages m WHERE m.id = :id AND m.link_target IS NOT NULL
            """)
        .param("id", messageId)
        .query(
            (row, n) ->
                new TrackedLink(
                    messageId,
                    row.getString("link_target"),
                    row.getObject("attempt_id", UUID.class),
                    row.getBoolean("clicked")))
        .optional();
  }
}
