package dev.whatsway.store.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds what somebody answers who does not say so. */
@Repository
public class Replies {

  private static final Duration WINDOW = Duration.ofHours(24);

  /** Meta tells whole seconds, and our clock may be a little ahead of its. */
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  private final JdbcClient jdbc;

  public Replies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns the wamid of the latest message that a number sent to a person within the 24 hours
   * before.
   *
   * @param contacts those the person may stand for
   */
  public Optional<String> latest(UUID channelId, Collection<UUID> contacts, Instant at) {
    return jdbc.sql(
            """
            SELECT wamid FROM messages
            WHERE contact_id = ANY (:contacts) AND channel_id = :channel AND wamid IS NOT NULL
              AND accepted_at > :from AND accepted_at <= :until
            ORDER BY accepted_at DESC LIMIT 1
            """)
        .param("contacts", contacts.toArray(UUID[]::new))
        .param("channel", channelId)
        .param("from", Rows.at(at.minus(WINDOW)))
        .param("until", Rows.at(at.plus(CLOCKS)))
        .query(String.class)
        .optional();
  }
}
