package dev.whatsway.store.message;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes through which channel Meta took a message to a contact. It is the last statement of its
 * transaction and sorted, so that transactions that meet the same contacts do not wait for each
 * other in a circle.
 */
final class ReachedContacts {

  private final JdbcClient jdbc;

  ReachedContacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void note(Collection<UUID> attemptIds, Instant at) {
    jdbc.sql(
            """
            INSERT INTO contact_channels (contact_id, channel_id, at)
            SELECT DISTINCT m.contact_id, m.channel_id, CAST(:at AS timestamptz)
            FROM attempts a JOIN messages m ON m.id = a.message_id
            WHERE a.id = ANY(:attempts) AND m.contact_id IS NOT NULL
            ORDER BY m.contact_id, m.channel_id
            ON CONFLICT (contact_id, channel_id) DO UPDATE SET at = excluded.at
            """)
        .param("attempts", attemptIds.toArray(UUID[]::new))
        .param("at", Rows.at(at))
        .update();
  }
}
