package dev.whatsway.store.journey;

import dev.whatsway.journey.step.Freezing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads who is where on their way, for people and programs outside. */
@Repository
public class JourneyLookups {

  private static final String PERSON =
      """
      SELECT j.*, CASE WHEN k.erased_at IS NULL THEN k.phone ELSE 'erased' END AS phone
      FROM journeys j JOIN contacts k ON k.id = j.contact_id
      """;

  private final JdbcClient jdbc;

  private final CompiledPlans plans;
  private final JsonMapper json;

  public JourneyLookups(JdbcClient jdbc, CompiledPlans plans, JsonMapper json) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.json = json;
  }

  /** Where journeys stand. */
  public enum Status {
    PLANNED("planned"),
    ACTIVE("active"),
    ENDED("ended");

    private final String wire;

    Status(String wire) {
      this.wire = wire;
    }

    /** Returns it as stored and shown. */
    public String wire() {
      return wire;
    }
  }

  /** A message of a journey. */
  public record Sent(UUID id, String step, String status) {}

  /**
   * Returns a page of a campaign's journeys by ordinal.
   *
   * @param status null for all; it must be active where a step is given
   * @param step only people who are there; null for all
   * @param after the ordinal of the last one seen, -1 to begin
   */
  public List<JourneyDetails> page(
      UUID campaignId, @Nullable Status status, @Nullable String step, long after, int limit) {
    // The status is written out, not bound, so that the planner can use the partial indexes.
    String filter =
        (status == null ? "" : "AND j.status = '" + status.wire() + "'")
            + (step == null ? "" : " AND j.step = :step");
    return jdbc.sql(
            PERSON
                + """
                WHERE j.campaign_id = :campaign AND j.ordinal > :after %s
                ORDER BY j.ordinal LIMIT :limit
                """
                    .formatted(filter))
        .param("campaign", campaignId)
        .param("after", after)
        .param("step", step)
        .param("limit", limit)
        .query(JourneyDetails::read)
        .list();
  }

  /** Returns the latest journey of a person in a campaign. */
  public Optional<JourneyDetails> find(UUID campaignId, UUID contactId) {
    return jdbc.sql(
            PERSON
                + """
                WHERE j.contact_id = :contact AND j.campaign_id = :campaign
                ORDER BY j.ordinal DESC LIMIT 1
                """)
        .param("contact", contactId)
        .param("campaign", campaignId)
        .query(JourneyDetails::read)
        .optional();
  }

  /**
   * Returns why messages will not be sent to somebody on their way, as far as it was decided when
   * they entered; nothing where this process cannot read the plan.
   *
   * @return {@code missing-variable:1} by step, in the plan's order
   */
  public Map<String, String> unfit(UUID accountId, JourneyDetails journey) {
    return jdbc.sql(
            """
            SELECT frozen FROM journeys
            WHERE campaign_id = :campaign AND ordinal = :ordinal AND frozen IS NOT NULL
            """)
        .param("campaign", journey.campaignId())
        .param("ordinal", journey.ordinal())
        .query((row, n) -> FrozenJson.read(json, row.getString(1)))
        .optional()
        .flatMap(
            frozen ->
                plans.find(accountId, journey.planHash()).map(plan -> Freezing.unfit(plan, frozen)))
        .orElse(Map.of());
  }

  /** Returns the messages of a journey, in the order in which they were planned. */
  public List<Sent> messages(JourneyDetails journey) {
    return jdbc.sql(
            """
            SELECT id, split_part(step, '~', 1) AS step, status FROM messages
            WHERE campaign_id = :campaign AND ordinal >= :first AND ordinal < :end
            ORDER BY ordinal
            """)
        .param("campaign", journey.campaignId())
        .param("first", JourneyMessages.firstOrdinal(journey.ordinal()))
        .param("end", JourneyMessages.firstOrdinal(journey.ordinal() + 1))
        .query(
            (row, n) ->
                new Sent(
                    row.getObject("id", UUID.class),
                    row.getString("step"),
                    row.getString("status")))
        .list();
  }
}
