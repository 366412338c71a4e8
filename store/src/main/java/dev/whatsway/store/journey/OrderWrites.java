package dev.whatsway.store.journey;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores what operators order for people on their way. An order is carried out when the person is
 * next looked at, which is at once, and only where they still are at the step that it was given
 * for.
 */
@Repository
public class OrderWrites {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public OrderWrites(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What is to be done. */
  public enum Action {
    /** Go on as if the step were done. */
    SKIP("skip"),
    /** Do the step once more. */
    RETRY("retry"),
    /** Go to another step. */
    MOVE("move");

    private final String wire;

    Action(String wire) {
      this.wire = wire;
    }

    /** Returns it as stored. */
    public String wire() {
      return wire;
    }
  }

  /**
   * An order.
   *
   * @param to the step to go to, or exit, of a move; null otherwise
   * @param reason why, in the operator's words; null where they gave none
   */
  public record Order(Action action, @Nullable String to, @Nullable String reason) {}

  /**
   * Gives an order for one person.
   *
   * @return false, with nothing stored, where the person is not at the step any more
   */
  public boolean give(Order order, JourneyDetails person, Instant now) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> insert(order, person, now) && recheck(person, now)));
  }

  /** The order is never older than the stay it is for, whatever the clocks of two machines say. */
  private boolean insert(Order order, JourneyDetails person, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO journey_orders (campaign_id, contact_id, at_step, action, to_step, reason,
                  created_at)
                SELECT campaign_id, contact_id, step, :action, :to, :reason, GREATEST(:now, since)
                FROM journeys
                WHERE campaign_id = :campaign AND ordinal = :ordinal AND status = 'active'
                  AND step = :step AND plan_hash = :plan
                """)
            .param("action", order.action().wire())
            .param("to", order.to())
            .param("reason", order.reason())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("campaign", person.campaignId())
            .param("ordinal", person.ordinal())
            .param("step", person.step())
            .param("plan", person.planHash())
            .update()
        == 1;
  }

  private boolean recheck(JourneyDetails person, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
                VALUES (:campaign, :contact, 'recheck', :now)
                """)
            .param("campaign", person.campaignId())
            .param("contact", person.contactId())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** Returns the plans of the people who are at a step now. */
  public List<String> plansAt(UUID campaignId, String step) {
    return jdbc.sql(
            """
            SELECT DISTINCT plan_hash FROM journeys
            WHERE campaign_id = :campaign AND status = 'active' AND step = :step
            """)
        .param("campaign", campaignId)
        .param("step", step)
        .query(String.class)
        .list();
  }

  /**
   * Gives an order for everybody who is at a step now; who comes later is not meant.
   *
   * @return how many they are
   */
  public int giveAll(Order order, UUID campaignId, String step, Instant now) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              jdbc.sql(
                      """
                      INSERT INTO journey_orders (campaign_id, at_step, action, to_step, reason,
                        created_at)
                      VALUES (:campaign, :step, :action, :to, :reason, :now)
                      """)
                  .param("campaign", campaignId)
                  .param("step", step)
                  .param("action", order.action().wire())
                  .param("to", order.to())
                  .param("reason", order.reason())
                  .param("now", now.atOffset(ZoneOffset.UTC))
                  .update();
              return jdbc.sql(
                      """
                      INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
                      SELECT campaign_id, contact_id, 'recheck', :now FROM journeys
                      WHERE campaign_id = :campaign AND status = 'active' AND step = :step
                      """)
                  .param("now", now.atOffset(ZoneOffset.UTC))
                  .param("campaign", campaignId)
                  .param("step", step)
                  .update();
            }));
  }
}
