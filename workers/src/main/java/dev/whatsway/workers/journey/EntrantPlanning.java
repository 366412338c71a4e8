package dev.whatsway.workers.journey;

import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.definition.Entry;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Recipient;
import dev.whatsway.store.contact.Recipients;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.journey.Journeys.Entrant;
import dev.whatsway.store.segment.ContactFacts;
import dev.whatsway.store.segment.Segment;
import dev.whatsway.store.segment.SegmentPlans;
import dev.whatsway.store.segment.Segments;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Plans who enters a campaign's journey: everybody in its audience or segment for whom the entry's
 * condition holds. After a crash it goes on behind the last page that was stored.
 */
@Component
public class EntrantPlanning {

  private static final int PAGE = 500;

  private final CampaignRuns campaigns;
  private final Recipients recipients;
  private final Segments segments;
  private final SegmentPlans places;
  private final Contacts contacts;
  private final Journeys journeys;
  private final CompiledPlans plans;
  private final Conditions conditions;
  private final Clock clock;

  public EntrantPlanning(
      CampaignRuns campaigns,
      Recipients recipients,
      Segments segments,
      SegmentPlans places,
      Contacts contacts,
      Journeys journeys,
      CompiledPlans plans,
      Conditions conditions,
      Clock clock) {
    this.campaigns = campaigns;
    this.recipients = recipients;
    this.segments = segments;
    this.places = places;
    this.contacts = contacts;
    this.journeys = journeys;
    this.plans = plans;
    this.conditions = conditions;
    this.clock = clock;
  }

  /** Stores who enters, and returns how many places there are for the lanes to look through. */
  public Plan plan(Campaign campaign) {
    if (campaign.entryEvent() != null) {
      return new Plan(0, null);
    }
    String hash = Objects.requireNonNull(campaign.journeyHash());
    JourneyPlan plan = plans.get(campaign.accountId(), hash);
    @Nullable Condition when = condition(plan.entry(), conditions);
    Freezing freezing = Freezing.of(plan);
    return campaign.segmentId() == null
        ? audience(campaign, hash, freezing, when)
        : segment(campaign, campaign.segmentId(), hash, freezing, when);
  }

  private Plan audience(
      Campaign campaign, String hash, Freezing freezing, @Nullable Condition when) {
    UUID audienceId = Objects.requireNonNull(campaign.audienceId(), "audience_id");
    Instant now = clock.instant();
    ActivityExecutionContext activity = Activity.getExecutionContext();
    // Where the condition holds for few, the last attempt looked far beyond the last who enters.
    long next =
        Math.max(
            journeys.nextOrdinal(campaign.id()),
            activity.getHeartbeatDetails(Long.class).orElse(0L));
    while (true) {
      List<Recipient> page = recipients.page(audienceId, next, PAGE);
      if (page.isEmpty()) {
        return new Plan(next, null);
      }
      List<Entrant> entrants =
          (when == null ? page : those(page, when, now))
              .stream()
                  .map(
                      recipient ->
                          new Entrant(
                              recipient.ordinal(),
                              recipient.contactId(),
                              freezing.freeze(recipient.values())))
                  .toList();
      if (!campaigns.unlessClosed(
          campaign.id(), () -> journeys.plan(campaign.id(), hash, entrants))) {
        return new Plan(next, null);
      }
      next = page.get(page.size() - 1).ordinal() + 1;
      activity.heartbeat(next);
    }
  }

  private Plan segment(
      Campaign campaign, UUID segmentId, String hash, Freezing freezing, @Nullable Condition when) {
    Condition members =
        segments.find(campaign.accountId(), segmentId).orElseThrow().compiled().orElse(null);
    if (members == null) {
      return new Plan(0, Segment.UNREADABLE);
    }
    Instant now = clock.instant();
    UUID after = places.place(campaign.id()).after();
    long ordinal = journeys.nextOrdinal(campaign.id());
    while (true) {
      List<Contact> page = contacts.page(campaign.accountId(), after, PAGE);
      if (page.isEmpty()) {
        return new Plan(ordinal, null);
      }
      List<Entrant> entrants = new ArrayList<>();
      for (Contact contact : page) {
        if (holds(members, contact, now) && (when == null || holds(when, contact, now))) {
          entrants.add(
              new Entrant(
                  ordinal + entrants.size(),
                  contact.id(),
                  freezing.freeze(contact.values(Map.of()))));
        }
        Activity.getExecutionContext().heartbeat(ordinal);
      }
      UUID from = after;
      UUID to = page.get(page.size() - 1).id();
      if (!campaigns.unlessClosed(campaign.id(), () -> store(campaign, hash, from, to, entrants))) {
        return new Plan(ordinal, null);
      }
      after = to;
      ordinal += entrants.size();
    }
  }

  private void store(Campaign campaign, String hash, UUID from, UUID to, List<Entrant> entrants) {
    if (!places.advance(campaign.id(), from, to)) {
      // An attempt that was given up goes on all the same; the one that counts is repeated.
      throw new IllegalStateException("Another attempt plans campaign " + campaign.id() + ".");
    }
    journeys.plan(campaign.id(), hash, entrants);
  }

  private List<Recipient> those(List<Recipient> page, Condition when, Instant now) {
    Map<UUID, Contact> people = contacts.all(page.stream().map(Recipient::contactId).toList());
    return page.stream()
        .filter(
            recipient -> {
              Contact contact = people.get(recipient.contactId());
              return contact != null && holds(when, contact, now);
            })
        .toList();
  }

  private static boolean holds(Condition condition, Contact contact, Instant now) {
    return condition.test(ContactFacts.of(contact, condition, now)).matches();
  }

  private static @Nullable Condition condition(@Nullable Entry entry, Conditions conditions) {
    ConditionText when = entry == null ? null : entry.when();
    return when == null ? null : conditions.of(when.source());
  }
}
