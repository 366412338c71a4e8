package dev.whatsway.store.subscription;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Forgets deliveries, a page at a time, so that no statement takes long. */
@Repository
public class DeliveryRetention {

  private final JdbcClient jdbc;

  public DeliveryRetention(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Forgets what was delivered before; returns how many, at most {@code limit}. */
  public int forgetDelivered(Instant before, int limit) {
    return forget(Delivery.DELIVERED, before, limit);
  }

  /** Forgets dead letters that died before; returns how many, at most {@code limit}. */
  public int forgetDead(Instant before, int limit) {
    return forget(Delivery.DEAD, before, limit);
  }

  private int forget(String state, Instant before, int limit) {
    return jdbc.sql(
            """
            DELETE FROM deliveries WHERE id IN (
              SELECT id FROM deliveries
              WHERE state <> 'pending' AND state = :state AND finished_at < :before
              ORDER BY finished_at LIMIT :limit FOR UPDATE SKIP LOCKED)
            """)
        .param("state", state)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .update();
  }

  /** Forgets deliveries of deleted subscriptions; returns how many, at most {@code limit}. */
  public int forgetOfDeleted(int limit) {
    return jdbc.sql(
            """
            DELETE FROM deliveries WHERE id IN (
              SELECT d.id FROM subscriptions s CROSS JOIN LATERAL (
                SELECT id FROM deliveries p WHERE p.subscription_id = s.id LIMIT :limit) AS d
              WHERE s.status = 'deleted' LIMIT :limit)
            """)
        .param("limit", limit)
        .update();
  }

  /**
   * Forgets subscriptions that were deleted before and have no deliveries left.
   *
   * @param before long enough ago that no transaction is open which saw them active
   */
  public void forgetDeleted(Instant before) {
    jdbc.sql(
            """
            DELETE FROM subscriptions s WHERE s.status = 'deleted' AND s.updated_at < :before
              AND NOT EXISTS (SELECT FROM deliveries d WHERE d.subscription_id = s.id)
            """)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .update();
  }
}
