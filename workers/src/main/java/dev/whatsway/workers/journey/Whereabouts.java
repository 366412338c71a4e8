package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps.Answer;
import dev.whatsway.contract.journey.JourneySteps.Command;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.workers.waiting.Waits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a person is on their way, and what has happened to them since they entered. */
final class Whereabouts {

  private final UUID campaignId;
  private final UUID contactId;
  private final long ordinal;
  private final Map<String, Integer> visits;
  private final Happenings happenings;
  private List<AwaitedEvent> exits;
  private String plan;
  private @Nullable String step;
  private @Nullable Instant since;
  private @Nullable Instant until;
  private @Nullable String why;
  private boolean ended;

  Whereabouts(JourneyState state) {
    campaignId = state.campaignId();
    contactId = state.contactId();
    ordinal = state.ordinal();
    exits = state.exits();
    plan = state.plan();
    step = state.step();
    visits = new TreeMap<>(state.visits());
    happenings = new Happenings(ordinal, state.messages(), state.happened());
  }

  Command command(@Nullable Woken woken, @Nullable Wait standing) {
    return new Command(
        campaignId, contactId, ordinal, plan, step, visit(), woken, standing, Waits.now());
  }

  void took(Answer answer) {
    plan = answer.plan();
    exits = answer.exits();
    if (answer.step() != null && !answer.step().equals(step)) {
      comesTo(answer.step());
    }
    if (since == null) {
      since = Waits.now();
    }
    until = null;
  }

  void goTo(Go go) {
    why = go.note();
    comesTo(go.to());
  }

  private void comesTo(@Nullable String next) {
    step = next;
    since = null;
    if (next != null) {
      visits.merge(next, 1, Integer::sum);
    }
  }

  void waits(@Nullable Instant latest, String what) {
    until = latest;
    why = what;
  }

  void sends(UUID messageId) {
    why = "sends message " + messageId + "; waits until Meta has taken or refused it";
    happenings.sends(String.valueOf(step), visit());
  }

  void ends(String reason) {
    why = reason;
    ended = true;
  }

  void note(JourneyEvents events) {
    for (JourneyEvent event : events.events()) {
      happenings.note(event);
    }
  }

  /** Returns what a send step waits for: its message taken or not, or given up on. */
  List<AwaitedEvent> decided() {
    return List.of(
        new AwaitedEvent("accepted", step),
        new AwaitedEvent("failed", step),
        new AwaitedEvent("unknown", step));
  }

  /** Returns the first of the events that has happened; null where none has. */
  @Nullable Woken happened(List<AwaitedEvent> events) {
    for (AwaitedEvent event : events) {
      if (happenings.has(event)) {
        return new Woken.ByEvent(event);
      }
    }
    return null;
  }

  JourneyState state() {
    return new JourneyState(
        JourneyState.SCHEMA,
        campaignId,
        contactId,
        ordinal,
        plan,
        step,
        new TreeMap<>(visits),
        happenings.latest(),
        exits,
        new ArrayList<>(happenings.all()));
  }

  JourneyView view() {
    return new JourneyView(plan, step, visit(), since, until, why, ended);
  }

  String asks() {
    return step == null ? "Take the first step" : "Step " + step;
  }

  String details() {
    String place = ended ? "**ended**" : "**" + step + "**";
    return place + (why == null ? "" : ": " + why) + (until == null ? "" : " until " + until);
  }

  private int visit() {
    return step == null ? 1 : visits.getOrDefault(step, 1);
  }
}
