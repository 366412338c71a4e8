package dev.whatsway.store.journey;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Places in a campaign for those who enter one by one, beyond all places of audiences. */
@Repository
public class JourneyOrdinals {

  /** The first of them. */
  public static final long FIRST = 1L << 40;

  private final JdbcClient jdbc;

  public JourneyOrdinals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the next place; it is nobody else's from then on. */
  public long next(UUID campaignId) {
    return jdbc.sql(
            """
            INSERT INTO journey_ordinals AS o (campaign_id, next) VALUES (:id, :first + 1)
            ON CONFLICT (campaign_id) DO UPDATE SET next = o.next + 1
            RETURNING next - 1
            """)
        .param("id", campaignId)
        .param("first", FIRST)
        .query(Long.class)
        .single();
  }
}
