package dev.whatsway.workers.dryrun;

import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.dryrun.Samples;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.message.FrequencyHistory;
import dev.whatsway.store.message.PersonalQuiet;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.segment.ContactFacts;
import dev.whatsway.store.segment.Segment;
import dev.whatsway.store.segment.Segments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Puts together what a campaign's dry run needs to know. */
@Component
class DrySettings {

  private static final int SAMPLE = 1_000;
  private static final int DAYS = 60;

  /** Fewer messages tell too little of how people react. */
  private static final int LEARNT_FROM = 100;

  private final CompiledPlans plans;
  private final JourneyKinds kinds;
  private final AccountRules rules;
  private final FrequencyHistory history;
  private final Conditions conditions;
  private final Samples samples;
  private final Segments segments;
  private final Rates prices;
  private final JsonMapper json;
  private final Clock clock;

  DrySettings(
      CompiledPlans plans,
      JourneyKinds kinds,
      AccountRules rules,
      FrequencyHistory history,
      Conditions conditions,
      Samples samples,
      Segments segments,
      Rates prices,
      JsonMapper json,
      Clock clock) {
    this.plans = plans;
    this.kinds = kinds;
    this.rules = rules;
    this.history = history;
    this.conditions = conditions;
    this.samples = samples;
    this.segments = segments;
    this.prices = prices;
    this.json = json;
    this.clock = clock;
  }

  DrySetting of(Campaign campaign, Asked asked) {
    JourneyPlan plan = plan(campaign);
    Instant now = clock.instant();
    Instant start = campaign.startAt();
    List<Contact> people =
        people(campaign, plan, asked.sample() == null ? SAMPLE : asked.sample(), now);
    return new DrySetting(
        plan,
        people,
        ZoneId.of(campaign.timezone()),
        campaign.category(),
        quiet(campaign),
        caps(campaign, people, now),
        rates(campaign, asked.rates() == null ? Asked.Given.NONE : asked.rates()),
        prices,
        start == null || start.isBefore(now) ? now : start,
        Duration.ofDays(asked.days() == null ? DAYS : asked.days()));
  }

  private Function<Contact, QuietRules> quiet(Campaign campaign) {
    if (!campaign.category().equals("MARKETING")) {
      return contact -> QuietRules.NONE;
    }
    AccountQuietHours account = rules.quietHours(campaign.accountId()).rule();
    return contact ->
        PersonalQuiet.rules(
            account,
            campaign.quietHours(),
            campaign.timezone(),
            contact.phone(),
            contact.country());
  }

  private DryCaps caps(Campaign campaign, List<Contact> people, Instant now) {
    List<FrequencyCap> caps = rules.caps(campaign.accountId()).rule();
    return caps.isEmpty() || !campaign.category().equals("MARKETING")
        ? DryCaps.NONE
        : new DryCaps(
            caps,
            history.of(
                campaign.accountId(),
                campaign.priority(),
                caps,
                people.stream().map(Contact::id).toList(),
                now));
  }

  private JourneyPlan plan(Campaign campaign) {
    if (campaign.journeyHash() != null) {
      return plans.get(campaign.accountId(), campaign.journeyHash());
    }
    Map<String, Object> send =
        Map.of(
            "id",
            "send",
            "type",
            "send",
            "template",
            Map.of("name", campaign.templateName(), "language", campaign.templateLanguage()),
            "variables",
            campaign.variables());
    Compiled compiled =
        kinds.compiler().compile(json.writeValueAsString(Map.of("steps", List.of(send))));
    if (compiled instanceof Compiled.Sound sound) {
      return sound.plan();
    }
    throw new IllegalArgumentException(
        "The campaign's template and variables make no journey of one step.");
  }

  private List<Contact> people(Campaign campaign, JourneyPlan plan, int size, Instant now) {
    @Nullable Condition when =
        plan.entry() == null || plan.entry().when() == null
            ? null
            : conditions.of(plan.entry().when().source());
    List<Contact> people;
    if (campaign.audienceId() != null) {
      people = samples.audience(campaign.audienceId(), size);
    } else if (campaign.segmentId() != null) {
      Segment segment = segments.find(campaign.accountId(), campaign.segmentId()).orElseThrow();
      people = samples.account(campaign.accountId(), segment.compiled().orElse(null), size, now);
    } else {
      people = samples.account(campaign.accountId(), null, size, now);
    }
    return when == null
        ? people
        : people.stream()
            .filter(
                contact ->
                    Objects.requireNonNull(when)
                        .test(ContactFacts.of(contact, when, now))
                        .matches())
            .toList();
  }

  private DryRates rates(Campaign campaign, Asked.Given given) {
    DryRates learnt = learnt(campaign);
    return new DryRates(
        or(given.delivered(), learnt.delivered()),
        or(given.read(), learnt.read()),
        or(given.clicked(), learnt.clicked()),
        or(given.replied(), learnt.replied()),
        given.events() == null ? Map.of() : given.events());
  }

  private DryRates learnt(Campaign campaign) {
    Samples.Reactions reactions = samples.reactions(campaign.accountId(), campaign.category());
    if (reactions.accepted() < LEARNT_FROM) {
      return DryRates.USUAL;
    }
    return new DryRates(
        part(reactions.delivered(), reactions.accepted()),
        part(reactions.read(), reactions.delivered()),
        part(reactions.clicked(), reactions.read()),
        part(reactions.replied(), reactions.read()),
        Map.of());
  }

  private static double part(long some, long all) {
    return all == 0 ? 0 : Math.min(1, (double) some / all);
  }

  private static double or(@Nullable Double given, double otherwise) {
    return given == null ? otherwise : given;
  }
}
