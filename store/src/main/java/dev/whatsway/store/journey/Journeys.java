package dev.whatsway.store.journey;

import dev.whatsway.journey.step.FrozenValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** People on their way, as the activity that decides their steps keeps them. */
@Repository
public class Journeys {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  public Journeys(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Somebody who is to enter.
   *
   * @param frozen what the journey's messages will say of them
   */
  public record Entrant(long ordinal, UUID contactId, FrozenValues frozen) {}

  /**
   * Stores people who are to enter by the plan; those that are there already stay as they are.
   *
   * <p>Of who was erased since the page was read nothing is kept: an erasure waits for the lock on
   * the contact, or this for the erasure.
   */
  public void plan(UUID campaignId, String planHash, List<Entrant> page) {
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, plan_hash, status, frozen,
              created_at)
            SELECT :campaign, p.ordinal, k.id, :plan, 'planned',
              CASE WHEN k.erased_at IS NULL THEN p.frozen::jsonb END, :now
            FROM unnest(:ordinals::bigint[], :contacts::uuid[], :frozen::text[])
              AS p (ordinal, contact, frozen)
            JOIN contacts k ON k.id = p.contact
            ORDER BY p.ordinal
            FOR KEY SHARE OF k
            ON CONFLICT DO NOTHING
            """)
        .param("campaign", campaignId)
        .param("plan", planHash)
        .param("ordinals", page.stream().map(Entrant::ordinal).toArray(Long[]::new))
        .param("contacts", page.stream().map(Entrant::contactId).toArray(UUID[]::new))
        .param(
            "frozen",
            page.stream()
                .map(entrant -> FrozenJson.write(json, entrant.frozen()))
                .toArray(String[]::new))
        .param("now", now())
        .update();
  }

  /** Somebody whose workflow is to be started. */
  public record Planned(long ordinal, UUID contactId, String planHash) {}

  /** Returns people who have not begun, from {@code from} to before {@code end}, by ordinal. */
  public List<Planned> planned(UUID campaignId, long from, long end, int limit) {
    return jdbc.sql(
            """
            SELECT ordinal, contact_id, plan_hash FROM journeys
            WHERE campaign_id = :campaign AND status = 'planned'
              AND ordinal >= :from AND ordinal < :end
            ORDER BY ordinal LIMIT :limit
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("end", end)
        .param("limit", limit)
        .query(
            (row, n) -> new Planned(row.getLong(1), row.getObject(2, UUID.class), row.getString(3)))
        .list();
  }

  public Optional<Journey> find(UUID campaignId, long ordinal) {
    return jdbc.sql("SELECT * FROM journeys WHERE campaign_id = :campaign AND ordinal = :ordinal")
        .param("campaign", campaignId)
        .param("ordinal", ordinal)
        .query(this::read)
        .optional();
  }

  /** Where a person is from now on. */
  public record Place(
      String planHash,
      String step,
      int visit,
      Instant since,
      @Nullable Instant nextAt,
      Duration pausedSeen,
      String why) {}

  /** Stores where a person is, unless their journey has ended. */
  public void place(UUID campaignId, long ordinal, Place place) {
    jdbc.sql(
            """
            UPDATE journeys SET status = 'active', plan_hash = :plan, step = :step, visit = :visit,
              since = :since, next_at = :next, paused_seen = :paused::interval, why = :why,
              entered_at = COALESCE(entered_at, :since),
              -- Orders of before they came to a step were for others.
              order_seen = CASE WHEN (step, visit) IS NOT DISTINCT FROM (:step, :visit)
                THEN order_seen ELSE COALESCE((SELECT max(id) FROM journey_orders o
                  WHERE o.campaign_id = :campaign AND o.at_step = :step), 0) END
            WHERE campaign_id = :campaign AND ordinal = :ordinal AND status <> 'ended'
            """)
        .param("campaign", campaignId)
        .param("ordinal", ordinal)
        .param("plan", place.planHash())
        .param("step", place.step())
        .param("visit", place.visit())
        .param("since", at(place.since()))
        .param("next", at(place.nextAt()))
        .param("paused", place.pausedSeen().toString())
        .param("why", place.why())
        .update();
  }

  /** Freezes other values of somebody on their way; those of who was erased it does not keep. */
  public void freeze(Journey journey, FrozenValues frozen) {
    jdbc.sql(
            """
            WITH k AS (
              SELECT id FROM contacts WHERE id = :contact AND erased_at IS NULL FOR KEY SHARE)
            UPDATE journeys j SET frozen = :frozen::jsonb FROM k
            WHERE j.campaign_id = :campaign AND j.ordinal = :ordinal AND j.contact_id = k.id
              AND j.status <> 'ended'
            """)
        .param("contact", journey.contactId())
        .param("frozen", FrozenJson.write(json, frozen))
        .param("campaign", journey.campaignId())
        .param("ordinal", journey.ordinal())
        .update();
  }

  /** Ends a journey; one that has ended stays as it is. */
  public void end(UUID campaignId, long ordinal, String reason, boolean goal, Instant now) {
    jdbc.sql(
            """
            UPDATE journeys SET status = 'ended', ended_reason = :reason, goal = :goal,
              ended_at = :now, entered_at = COALESCE(entered_at, :now), next_at = NULL, event = '{}',
              frozen = NULL
            WHERE campaign_id = :campaign AND ordinal = :ordinal AND status <> 'ended'
            """)
        .param("campaign", campaignId)
        .param("ordinal", ordinal)
        .param("reason", reason)
        .param("goal", goal)
        .param("now", at(now))
        .update();
  }

  /** Returns the place to go on planning at: 0, or the one after the last planned. */
  public long nextOrdinal(UUID campaignId) {
    return jdbc.sql(
            """
            SELECT COALESCE(max(ordinal) + 1, 0) FROM journeys
            WHERE campaign_id = :id AND ordinal < %d
            """
                .formatted(JourneyOrdinals.FIRST))
        .param("id", campaignId)
        .query(Long.class)
        .single();
  }

  private Journey read(ResultSet row, int number) throws SQLException {
    OffsetDateTime since = row.getObject("since", OffsetDateTime.class);
    return new Journey(
        row.getObject("campaign_id", UUID.class),
        row.getLong("ordinal"),
        row.getObject("contact_id", UUID.class),
        row.getInt("run"),
        row.getString("plan_hash"),
        row.getLong("order_seen"),
        row.getString("status"),
        row.getString("step"),
        row.getInt("visit"),
        since == null ? null : since.toInstant(),
        Intervals.read(row, "paused_seen"),
        json.readValue(row.getString("event"), new TypeReference<>() {}),
        FrozenJson.read(json, row.getString("frozen")),
        row.getString("ended_reason"),
        row.getBoolean("goal"));
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
