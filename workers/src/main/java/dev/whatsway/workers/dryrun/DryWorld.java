package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneyEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.journey.definition.Caps;
import dev.whatsway.journey.definition.ExitRule;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.step.FrozenValues;
import dev.whatsway.journey.step.MessagePlans;
import dev.whatsway.journey.step.PlannedMessage;
import dev.whatsway.journey.step.SendSettings;
import dev.whatsway.journey.step.WaitForSettings;
import dev.whatsway.journey.time.LocalSchedule;
import dev.whatsway.journey.time.RecipientZone;
import dev.whatsway.journey.time.SendMoment;
import dev.whatsway.journey.time.Spread;
import dev.whatsway.journey.time.Zones;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.cost.Charge;
import dev.whatsway.store.cost.Cost;
import dev.whatsway.store.message.FrequencyHistory;
import dev.whatsway.workers.dryrun.DryPerson.Planned;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The people and the Meta of one dry run. Messages are planned as the ledger and the gate would,
 * and what becomes of them is drawn from the rates and told to the journey at its virtual time.
 */
final class DryWorld implements MessagePlans {

  private static final UUID NOWHERE = new UUID(0, 0);
  private static final Duration DELIVERY = Duration.ofMinutes(1);
  private static final Duration READING = Duration.ofHours(6);
  private static final Duration REACTION = Duration.ofMinutes(30);
  private static final Duration A_DAY = Duration.ofDays(1);

  private final DrySetting setting;
  private final UUID campaignId;
  private final TestWorkflowEnvironment time;
  private final Map<UUID, DryPerson> people = new LinkedHashMap<>();
  private final Set<String> awaited;
  private final Queue<DrySend> sends = new ConcurrentLinkedQueue<>();

  DryWorld(DrySetting setting, UUID campaignId, TestWorkflowEnvironment time) {
    this.setting = setting;
    this.campaignId = campaignId;
    this.time = time;
    this.awaited = awaited(setting.plan());
    Freezing freezing = Freezing.of(setting.plan());
    setting
        .people()
        .forEach(
            contact ->
                people.put(
                    contact.id(),
                    new DryPerson(
                        contact,
                        freezing,
                        setting.caps().claimed().getOrDefault(contact.id(), List.of()))));
  }

  /** Returns the kinds of events that somebody may wait for: the others need not be told. */
  private static Set<String> awaited(JourneyPlan plan) {
    Set<String> kinds = new HashSet<>(Set.of("accepted", "failed"));
    for (PlannedStep step : plan.steps().values()) {
      if (step.settings() instanceof WaitForSettings wait) {
        kinds.add(wait.event().name().toLowerCase(Locale.ROOT));
      }
    }
    for (ExitRule rule : plan.exitRules()) {
      if (rule.on() != null) {
        kinds.add(rule.on().name().toLowerCase(Locale.ROOT));
      }
    }
    return kinds;
  }

  DryPerson person(UUID contactId) {
    return Objects.requireNonNull(people.get(contactId));
  }

  Queue<DrySend> sends() {
    return sends;
  }

  /** Draws which custom events happen to whom. */
  void customEvents(UUID contactId) {
    setting
        .rates()
        .events()
        .forEach(
            (name, rate) -> {
              Draws draws = new Draws(contactId + "/" + name);
              if (draws.happens(rate)) {
                tell(contactId, draws.within(A_DAY), new JourneyEvent("custom", name, null), null);
              }
            });
  }

  @Override
  public String linkToken(Visit visit) {
    return "dry-run";
  }

  @Override
  public FrozenValues frozen(Visit visit) {
    return person(visit.contactId()).frozen();
  }

  @Override
  public PlannedMessage plan(
      Visit visit,
      SendSettings settings,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable String unfit,
      Instant now) {
    DryPerson person = person(visit.contactId());
    Planned known = person.planned(visit.key());
    if (known == null) {
      known = planned(visit, settings, person, unfit, now);
      person.plan(visit.key(), known);
    }
    if (known.at().isAfter(now)) {
      return new PlannedMessage.Open(input(known.message(), settings));
    }
    // Without a wait there is no need of a workflow for it.
    return known.skipped() == null
        ? new PlannedMessage.Decided(PlannedMessage.Fate.TAKEN, "accepted")
        : new PlannedMessage.Decided(
            PlannedMessage.Fate.NOT_TAKEN, "skipped (" + known.skipped() + ")");
  }

  private Planned planned(
      Visit visit, SendSettings settings, DryPerson person, @Nullable String unfit, Instant now) {
    Contact contact = person.contact();
    RecipientZone zone =
        Zones.of(contact.timezone(), contact.phone(), contact.country(), setting.zone());
    SendMoment moment = moment(visit, contact, zone, now);
    SendMoment.At release = moment instanceof SendMoment.At at ? at : null;
    Instant at = release == null ? now : release.instant();
    String planned = skipped(person, moment, unfit, now);
    // By the claim, after quiet hours.
    boolean capped =
        planned == null && setting.marketing() && !person.hasRoom(setting.caps().caps(), at);
    String skipped = capped ? FrequencyHistory.CAPPED : planned;
    sends.add(
        new DrySend(
            visit.contactId(),
            PhoneNumbers.country(contact.phone()).orElse("unknown"),
            visit.stepId(),
            settings.template().name() + "/" + settings.template().language(),
            at,
            zone.zone(),
            zone.explain(),
            release == null || release.held() == null ? null : release.held().explain(),
            skipped,
            skipped == null ? cost(contact, at) : null));
    if (skipped == null) {
      react(visit, Duration.between(now, at));
    } else if (capped) {
      capped(visit, person, Duration.between(now, at));
    } else {
      person.happened(visit.stepId(), "skipped");
    }
    return new Planned(
        UUID.nameUUIDFromBytes(visit.key().getBytes(StandardCharsets.UTF_8)),
        planned == null ? at : now,
        skipped);
  }

  private SendMoment moment(Visit visit, Contact contact, RecipientZone zone, Instant now) {
    return LocalSchedule.now(
        Duration.ZERO,
        zone,
        setting.quiet().apply(contact),
        new Spread.Key(campaignId.toString(), visit.stepId(), visit.contactId().toString()),
        now);
  }

  private @Nullable Cost cost(Contact contact, Instant at) {
    return setting
        .prices()
        .of(new Charge(contact.phone(), setting.category(), "regular", true, at))
        .orElse(null);
  }

  private @Nullable String skipped(
      DryPerson person, SendMoment moment, @Nullable String unfit, Instant now) {
    if (setting.marketing() && !person.contact().optedIn()) {
      return "no-consent";
    }
    if (unfit != null) {
      return unfit;
    }
    if (moment instanceof SendMoment.Impossible) {
      return "quiet-hours-never-end";
    }
    Caps caps = setting.plan().caps();
    if (caps == null) {
      return null;
    }
    Instant since = caps.per() == null ? Instant.EPOCH : now.minus(caps.per());
    return person.sentSince(since) < caps.messages() ? null : "journey-cap";
  }

  private void capped(Visit visit, DryPerson person, Duration until) {
    if (until.isZero()) {
      // The next step may ask before it is told.
      person.happened(visit.stepId(), "skipped");
    }
    tell(visit, until, "failed", "skipped");
  }

  private void react(Visit visit, Duration until) {
    DryRates rates = setting.rates();
    Draws draws = new Draws(visit.key());
    Duration at = until;
    if (!until.isZero()) {
      tell(visit, until, "accepted");
    }
    if (!draws.happens(rates.delivered())) {
      return;
    }
    at = at.plus(draws.within(DELIVERY));
    tell(visit, at, "delivered");
    if (!draws.happens(rates.read())) {
      return;
    }
    at = at.plus(draws.within(READING));
    tell(visit, at, "read");
    if (draws.happens(rates.clicked())) {
      tell(visit, at.plus(draws.within(REACTION)), "clicked");
    }
    if (draws.happens(rates.replied())) {
      tell(visit, at.plus(draws.within(REACTION)), "replied");
    }
  }

  private void tell(Visit visit, Duration in, String kind) {
    tell(visit, in, kind, kind);
  }

  /**
   * @param status what becomes of the message
   */
  private void tell(Visit visit, Duration in, String kind, String status) {
    tell(
        visit.contactId(),
        in,
        new JourneyEvent(kind, visit.stepId(), visit.ordinal() + "/" + visit.number()),
        status);
  }

  private void tell(UUID contactId, Duration in, JourneyEvent event, @Nullable String status) {
    time.registerDelayedCallback(
        in,
        () -> {
          if (status != null) {
            person(contactId).happened(event.subject(), status);
          }
          if (!awaited.contains(event.kind())) {
            return;
          }
          try {
            time.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.journey(campaignId, contactId))
                .signal("events", new JourneyEvents(List.of(event)));
          } catch (WorkflowNotFoundException left) {
            // Whoever has left the journey may still read what it sent.
            return;
          }
        });
  }

  private MessageInput input(UUID message, SendSettings settings) {
    return new MessageInput(
        message,
        campaignId,
        NOWHERE,
        settings.template().name() + "/" + settings.template().language(),
        Route.CLOUD,
        Duration.ofDays(30),
        Duration.ofDays(1),
        UnknownPolicy.GIVE_UP,
        false);
  }
}
