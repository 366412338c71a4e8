package dev.whatsway.store.journey;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What people ordered for others on their way, as the activity that carries it out reads it. */
@Repository
public class JourneyOrders {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public JourneyOrders(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * An order.
   *
   * @param action {@code skip}, {@code retry} or {@code move}
   * @param to of a move, the step to go to or {@code exit}; else null
   */
  public record Order(long id, String action, @Nullable String to, @Nullable String reason) {}

  /**
   * Returns the first order that came while the person was at the step; empty for none. Whoever
   * carries it out takes them to another stay, at which it no longer counts.
   */
  public Optional<Order> pending(Journey journey, String step) {
    return jdbc.sql(
            """
            SELECT id, action, to_step, reason FROM journey_orders
            WHERE campaign_id = :campaign AND at_step = :step AND id > :seen
              AND (contact_id IS NULL OR contact_id = :contact)
            ORDER BY id LIMIT 1
            """)
        .param("campaign", journey.campaignId())
        .param("step", step)
        .param("seen", journey.orderSeen())
        .param("contact", journey.contactId())
        .query(
            (row, n) ->
                new Order(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .optional();
  }

  /** Where people on a plan go on. */
  public record Migration(String toHash, Map<String, String> steps) {}

  /** Returns where people on this plan of the campaign were moved to; empty where they stay. */
  public Optional<Migration> migration(UUID campaignId, String fromHash) {
    return jdbc.sql(
            """
            SELECT to_hash, steps FROM journey_migrations
            WHERE campaign_id = :campaign AND from_hash = :from
            """)
        .param("campaign", campaignId)
        .param("from", fromHash)
        .query(
            (row, n) ->
                new Migration(
                    row.getString(1), json.readValue(row.getString(2), new TypeReference<>() {})))
        .optional();
  }
}
