package dev.whatsway.store.journey;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.definition.Entry;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.Reentry;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.step.FrozenValues;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.Entered.Reason;
import dev.whatsway.store.segment.ContactFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Lets people enter journeys one by one: by an event, or from another journey. */
@Repository
public class JourneyEntries {

  /**
   * Between entries from other journeys, where the policy says nothing: journeys that lead into
   * each other would take a person round and round.
   */
  private static final Duration FROM_A_STEP = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Campaigns campaigns;
  private final Contacts contacts;
  private final CompiledPlans plans;
  private final JourneyOrdinals ordinals;
  private final Conditions conditions;
  private final JsonMapper json;

  public JourneyEntries(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Campaigns campaigns,
      Contacts contacts,
      CompiledPlans plans,
      JourneyOrdinals ordinals,
      Conditions conditions,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.campaigns = campaigns;
    this.contacts = contacts;
    this.plans = plans;
    this.ordinals = ordinals;
    this.conditions = conditions;
    this.json = json;
  }

  /** The latest journey of a person in a campaign. */
  private record Earlier(int run, boolean open, Instant createdAt, @Nullable Instant endedAt) {}

  /**
   * Lets a person enter on the campaign's current plan, and orders the start of their workflow;
   * within the caller's transaction, where there is one.
   *
   * <p>It locks first the campaign, then the contact. The contact's lock makes tries for one person
   * wait for each other, so that each sees what the one before did.
   *
   * @param event what conditions read as {@code event}: texts, {@code Long}, {@code Double} and
   *     {@code Boolean} by name
   */
  public Entered enter(Campaign campaign, UUID contactId, Map<String, ?> event, Instant now) {
    return enter(campaign.id(), contactId, event, Duration.ZERO, now);
  }

  /**
   * Lets a person enter as {@link #enter} does, from a step of another journey: at the earliest a
   * day after the last time they entered, where the re-entry policy names no time.
   */
  Entered enterFromStep(Campaign campaign, UUID contactId, Instant now) {
    return enter(campaign.id(), contactId, Map.of(), FROM_A_STEP, now);
  }

  private Entered enter(
      UUID campaignId, UUID contactId, Map<String, ?> event, Duration apart, Instant now) {
    Entered entered =
        transaction.execute(status -> tryTo(campaignId, contactId, event, apart, now));
    if (entered == null) {
      throw new IllegalStateException("A transaction has no result.");
    }
    return entered;
  }

  private Entered tryTo(
      UUID campaignId, UUID contactId, Map<String, ?> event, Duration apart, Instant now) {
    Campaign campaign = campaigns.hold(campaignId);
    String hash = campaign.journeyHash();
    if (hash == null) {
      return new Entered.Not(Reason.NO_JOURNEY);
    }
    if (!underWay(campaign, now)) {
      return new Entered.Not(Reason.NOT_UNDER_WAY);
    }
    Contact contact = contacts.hold(contactId).orElse(null);
    if (contact == null) {
      return new Entered.Not(Reason.ERASED);
    }
    JourneyPlan plan = plans.find(campaign.accountId(), hash).orElse(null);
    if (plan == null) {
      return new Entered.Not(Reason.UNREADABLE_PLAN);
    }
    Earlier earlier = earlier(campaignId, contactId).orElse(null);
    Reason against = against(plan, earlier, apart, now);
    if (against == null && !holds(plan.entry(), contact, event, now)) {
      against = Reason.CONDITION;
    }
    return against != null
        ? new Entered.Not(against)
        : insert(campaign, plan, contact, earlier == null ? 1 : earlier.run() + 1, event, now);
  }

  private static boolean underWay(Campaign campaign, Instant now) {
    return (campaign.status() == CampaignStatus.RUNNING
            || campaign.status() == CampaignStatus.PAUSED)
        && !campaign.ended(now);
  }

  private static @Nullable Reason against(
      JourneyPlan plan, @Nullable Earlier earlier, Duration apart, Instant now) {
    if (earlier == null) {
      return null;
    }
    if (earlier.open()) {
      return Reason.ALREADY_IN;
    }
    Reentry reentry = plan.reentry();
    if (reentry.policy() == Reentry.Policy.NEVER) {
      return Reason.ONLY_ONCE;
    }
    return now.isBefore(earliest(earlier, reentry.after(), apart)) ? Reason.TOO_EARLY : null;
  }

  private static Instant earliest(Earlier earlier, @Nullable Duration after, Duration apart) {
    if (after == null) {
      return earlier.createdAt().plus(apart);
    }
    return earlier.endedAt() == null ? Instant.EPOCH : earlier.endedAt().plus(after);
  }

  private boolean holds(@Nullable Entry entry, Contact contact, Map<String, ?> event, Instant now) {
    ConditionText when = entry == null ? null : entry.when();
    if (when == null) {
      return true;
    }
    // Compiling takes milliseconds, and others wait for the contact's lock.
    Condition condition = conditions.of(when.source());
    return condition.test(ContactFacts.of(contact, condition, now, event)).matches();
  }

  private Optional<Earlier> earlier(UUID campaignId, UUID contactId) {
    return jdbc.sql(
            """
            SELECT run, status <> 'ended' AS open, created_at, ended_at FROM journeys
            WHERE contact_id = :contact AND campaign_id = :campaign
            ORDER BY ordinal DESC LIMIT 1
            """)
        .param("contact", contactId)
        .param("campaign", campaignId)
        .query(
            (row, n) -> {
              OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
              return new Earlier(
                  row.getInt("run"),
                  row.getBoolean("open"),
                  row.getObject("created_at", OffsetDateTime.class).toInstant(),
                  ended == null ? null : ended.toInstant());
            })
        .optional();
  }

  private Entered insert(
      Campaign campaign,
      JourneyPlan plan,
      Contact contact,
      int run,
      Map<String, ?> event,
      Instant now) {
    FrozenValues frozen = Freezing.of(plan).freeze(contact.values(event));
    long ordinal = ordinals.next(campaign.id());
    boolean inserted =
        jdbc.sql(
                    """
                    INSERT INTO journeys (campaign_id, ordinal, contact_id, run, plan_hash, status,
                      event, frozen, created_at)
                    VALUES (:campaign, :ordinal, :contact, :run, :hash, 'planned', :event::jsonb,
                      :frozen::jsonb, :now)
                    ON CONFLICT (campaign_id, contact_id) WHERE status <> 'ended' DO NOTHING
                    """)
                .param("campaign", campaign.id())
                .param("ordinal", ordinal)
                .param("contact", contact.id())
                .param("run", run)
                .param("hash", plan.hash())
                .param("event", json.writeValueAsString(event))
                .param("frozen", FrozenJson.write(json, frozen))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update()
            == 1;
    if (!inserted) {
      // The campaign's planning, which does not lock contacts so, was there first.
      return new Entered.Not(Reason.ALREADY_IN);
    }
    jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, due_at)
            VALUES (:campaign, :contact, 'start', :now)
            """)
        .param("campaign", campaign.id())
        .param("contact", contact.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return new Entered.In(ordinal, run);
  }
}
