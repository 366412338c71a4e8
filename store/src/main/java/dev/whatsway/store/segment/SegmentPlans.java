package dev.whatsway.store.segment;

import dev.whatsway.store.contact.Contacts;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How far campaigns over segments are planned. The place moves in the transaction that stores the
 * messages up to it, and only from where it was: so a worker that was given up, and plans on all
 * the same, cannot give a message's ordinal to somebody else.
 */
@Repository
public class SegmentPlans {

  private final JdbcClient jdbc;

  public SegmentPlans(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Where to go on.
   *
   * @param after the last contact that was looked at; {@link Contacts#FIRST} for none
   * @param ordinal of the next message
   */
  public record Place(UUID after, long ordinal) {}

  /** Returns where to go on; both parts of the same moment. */
  public Place place(UUID campaignId) {
    return jdbc.sql(
            """
            SELECT COALESCE((SELECT after FROM segment_plans WHERE campaign_id = :id), :first) AS after,
              (SELECT COALESCE(max(ordinal) + 1, 0) FROM messages WHERE campaign_id = :id) AS ordinal
            """)
        .param("id", campaignId)
        .param("first", Contacts.FIRST)
        .query((row, n) -> new Place(row.getObject("after", UUID.class), row.getLong("ordinal")))
        .single();
  }

  /**
   * Moves the place; call it in the transaction that stores the messages.
   *
   * @return false, with nothing changed, where it is not at {@code from} any more
   */
  public boolean advance(UUID campaignId, UUID from, UUID to) {
    return jdbc.sql(
                """
                INSERT INTO segment_plans AS p (campaign_id, after) VALUES (:id, :to)
                ON CONFLICT (campaign_id) DO UPDATE SET after = excluded.after WHERE p.after = :from
                """)
            .param("id", campaignId)
            .param("from", from)
            .param("to", to)
            .update()
        == 1;
  }
}
