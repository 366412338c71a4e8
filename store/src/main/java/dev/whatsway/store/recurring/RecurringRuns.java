package dev.whatsway.store.recurring;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.audience.Audience;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignCategories;
import dev.whatsway.store.campaign.CampaignCategories.Categories;
import dev.whatsway.store.campaign.Campaigns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Makes the campaigns of recurring ones: at each of their times one, however often it is asked. */
@Repository
public class RecurringRuns {

  /** Whoever makes one hears from Temporal by then, or gives it up. */
  private static final Duration BEGINNING = Duration.ofMinutes(2);

  /** No clocks go back by more. */
  private static final Duration CLOCKS = Duration.ofHours(3);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Campaigns campaigns;
  private final Audiences audiences;
  private final JsonMapper json;
  private final Clock clock;

  public RecurringRuns(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Campaigns campaigns,
      Audiences audiences,
      JsonMapper json,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.campaigns = campaigns;
    this.audiences = audiences;
    this.json = json;
    this.clock = clock;
  }

  /** What came of a time. */
  public sealed interface Run {

    /** A campaign, launched but for its workflow; the same at each repetition. */
    record Made(Campaign campaign) implements Run {}

    /** Nothing, and why. */
    record Nothing(String why) implements Run {}

    /** Nothing: there is no such recurring campaign, or none any more. */
    record Gone() implements Run {}

    /** Nothing yet, and why. */
    record TooEarly(String why) implements Run {}
  }

  /** A time, and the campaign that came of it. */
  public record Past(Instant scheduledAt, UUID campaignId) {}

  /** Makes the campaign of a time, or finds the one that was made. */
  public Run run(UUID recurringId, Instant scheduledAt) {
    Instant time = scheduledAt.truncatedTo(ChronoUnit.MILLIS);
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              // Repetitions of one time, and a pause or an end of all, wait for each other here.
              Optional<Locked> locked = lock(recurringId);
              return locked.isEmpty() ? new Run.Gone() : run(locked.get(), time);
            }));
  }

  /** The last campaigns that came of it, latest first. */
  public List<Past> last(UUID recurringId, int limit) {
    return last(List.of(recurringId), limit).getOrDefault(recurringId, List.of());
  }

  /** The last campaigns that came of each, latest first; without those of which none came. */
  public Map<UUID, List<Past>> last(Collection<UUID> recurringIds, int limit) {
    Map<UUID, List<Past>> last = new HashMap<>();
    jdbc.sql(
            """
            SELECT r.* FROM unnest(:ids::uuid[]) AS asked (id) CROSS JOIN LATERAL (
              SELECT recurring_id, scheduled_at, campaign_id FROM recurring_runs
              WHERE recurring_id = asked.id ORDER BY scheduled_at DESC LIMIT :limit) AS r
            ORDER BY r.recurring_id, r.scheduled_at DESC
            """)
        .param("ids", recurringIds.toArray(UUID[]::new))
        .param("limit", limit)
        .query(
            row -> {
              UUID id = row.getObject("recurring_id", UUID.class);
              last.computeIfAbsent(id, first -> new ArrayList<>()).add(past(row));
            });
    return last;
  }

  private record Locked(RecurringCampaign recurring, boolean begun, boolean deleted) {}

  private Optional<Locked> lock(UUID id) {
    return jdbc.sql("SELECT * FROM recurring_campaigns WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(
            (row, n) ->
                new Locked(
                    RecurringCampaigns.read(row, json),
                    row.getBoolean("begun"),
                    row.getObject("deleted_at") != null))
        .optional();
  }

  private Run run(Locked locked, Instant time) {
    RecurringCampaign recurring = locked.recurring();
    Optional<UUID> made = made(recurring.id(), time);
    if (made.isPresent()) {
      // Even of one that was deleted since: it is launched, and needs its workflow.
      return new Run.Made(campaigns.get(made.get()));
    }
    if (locked.deleted()) {
      return new Run.Gone();
    }
    LocalDateTime local = LocalDateTime.ofInstant(time, ZoneId.of(recurring.timezone()));
    if (hasBeen(recurring, local, time)) {
      return new Run.Nothing("The clocks were put back: this time of the day has been.");
    }
    if (!locked.begun()) {
      boolean beginning = recurring.createdAt().plus(BEGINNING).isAfter(clock.instant());
      return beginning
          ? new Run.TooEarly("Its creation is not confirmed yet.")
          : new Run.Nothing("Its creation was never confirmed; resume it to confirm it.");
    }
    if (recurring.paused()) {
      return new Run.Nothing("It is paused.");
    }
    String audience = audienceStatus(recurring.definition());
    if (audience.equals("importing")) {
      return new Run.TooEarly("The audience is being imported.");
    }
    Categories categories = new CampaignCategories(jdbc).lock(recurring.definition());
    Campaign campaign = Definitions.at(time, recurring, categories.own(), clock.instant());
    campaigns.insert(campaign);
    keepConsent(recurring.definition(), categories, campaign);
    launch(campaign, audience);
    jdbc.sql(
            """
            INSERT INTO recurring_runs (recurring_id, scheduled_at, local_time, timezone, campaign_id)
            VALUES (:id, :time, :local, :zone, :campaign)
            """)
        .param("id", recurring.id())
        .param("zone", recurring.timezone())
        .param("local", local)
        .param("time", time.atOffset(ZoneOffset.UTC))
        .param("campaign", campaign.id())
        .update();
    return new Run.Made(campaigns.get(campaign.id()));
  }

  private Optional<UUID> made(UUID recurringId, Instant time) {
    return jdbc.sql(
            """
            SELECT campaign_id FROM recurring_runs
            WHERE recurring_id = :id AND scheduled_at = :time
            """)
        .param("id", recurringId)
        .param("time", time.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional();
  }

  /** In another zone the same local time is another time, and so it is on the same day. */
  private boolean hasBeen(RecurringCampaign recurring, LocalDateTime local, Instant time) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM recurring_runs
              WHERE recurring_id = :id AND local_time = :local AND timezone = :zone
                AND scheduled_at BETWEEN :from AND :to)
            """)
        .param("id", recurring.id())
        .param("local", local)
        .param("zone", recurring.timezone())
        .param("from", time.minus(CLOCKS).atOffset(ZoneOffset.UTC))
        .param("to", time.plus(CLOCKS).atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  private void launch(Campaign campaign, String audience) {
    boolean failed = audience.equals("failed");
    campaigns.move(
        campaign.id(),
        CampaignStatus.DRAFT,
        failed ? CampaignStatus.FAILED : CampaignStatus.SCHEDULED,
        failed ? "The import of its audience has failed." : null,
        clock.instant());
  }

  private String audienceStatus(Campaign definition) {
    UUID audience = definition.audienceId();
    return audience == null
        ? ""
        : audiences.find(definition.accountId(), audience).map(Audience::status).orElse("failed");
  }

  /** Whoever opted out of what began as marketing keeps that protection, as in follow_category. */
  private void keepConsent(Campaign definition, Categories categories, Campaign campaign) {
    if (definition.category().equals("MARKETING") || categories.marketing()) {
      new CampaignCategories(jdbc).needConsent(campaign.id());
    }
  }

  private static Past past(ResultSet row) throws SQLException {
    return new Past(
        row.getObject("scheduled_at", OffsetDateTime.class).toInstant(),
        row.getObject("campaign_id", UUID.class));
  }
}
