package dev.whatsway.workers.journey;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.journey.travel.Taken;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.JourneyOrders;
import dev.whatsway.store.journey.JourneyOrders.Migration;
import dev.whatsway.store.journey.JourneyOrders.Order;
import dev.whatsway.store.journey.Journeys;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides on what is stored now: whether the person may go on at all, whether somebody has moved
 * them, else what the step says; then stores where they are. So an order, an opt-out or a cancel
 * needs no word to a workflow to hold at the next step, only to hold at once.
 */
@Component
@ActivityImpl(workers = TaskQueues.JOURNEYS)
class JourneyStepsActivities implements JourneySteps {

  private static final Logger log = LoggerFactory.getLogger(JourneyStepsActivities.class);
  private static final String NO_SUCH_JOURNEY = "NO_SUCH_JOURNEY";

  /** How long a frozen wait goes on at least while the campaign stays paused. */
  private static final Duration FROZEN = Duration.ofMinutes(5);

  private final CampaignRuns campaigns;
  private final Journeys journeys;
  private final JourneyOrders orders;
  private final CompiledPlans plans;
  private final People people;
  private final StepTaker steps;
  private final WorkflowClient client;

  JourneyStepsActivities(
      CampaignRuns campaigns,
      Journeys journeys,
      JourneyOrders orders,
      CompiledPlans plans,
      People people,
      StepTaker steps,
      WorkflowClient client) {
    this.campaigns = campaigns;
    this.journeys = journeys;
    this.orders = orders;
    this.plans = plans;
    this.people = people;
    this.steps = steps;
    this.client = client;
  }

  @Override
  public Answer take(Command command) {
    Campaign campaign = campaigns.get(command.campaignId());
    Journey journey =
        journeys
            .find(command.campaignId(), command.ordinal())
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "There is no such journey.", NO_SUCH_JOURNEY));
    JourneyPlan plan = plans.get(campaign.accountId(), command.plan());
    String step = command.step() == null ? plan.first() : command.step();
    if (journey.ended()) {
      return told(command, step, new Exit(String.valueOf(journey.endedReason())));
    }
    String over = people.over(campaign, journey, command.now());
    if (over != null) {
      return end(command, step, new Exit(over), false);
    }
    Answer moved = moved(command, plan, journey, step);
    if (moved != null) {
      return moved;
    }
    Wait frozen = frozen(command, campaign, journey);
    Taken taken =
        frozen == null
            ? steps.take(plan, people.scene(campaign, journey, step, command), command.standing())
            : new Taken(frozen, false, steps.exits(plan));
    return stay(command, journey, step, taken);
  }

  private @Nullable Answer moved(Command command, JourneyPlan plan, Journey journey, String step) {
    Optional<Migration> migration = orders.migration(command.campaignId(), command.plan());
    if (migration.isPresent()) {
      String to = migration.get().steps().getOrDefault(step, StepRef.EXIT);
      return goTo(command, migration.get().toHash(), step, to, "moved to another plan");
    }
    if (!isHere(command, journey, step)) {
      return null;
    }
    return orders
        .pending(journey, step)
        .map(order -> obey(command, plan, step, order))
        .orElse(null);
  }

  private Answer obey(Command command, JourneyPlan plan, String step, Order order) {
    // Not its reason: somebody wrote that, and a history must name nobody.
    String note = order.action() + " by order " + order.id();
    if (order.action().equals("skip")) {
      Taken taken = steps.skip(plan, step, note);
      return taken.result() instanceof Exit exit
          ? end(command, step, exit, false)
          : new Answer(command.plan(), step, taken.result(), taken.exits());
    }
    String to = order.action().equals("retry") ? step : String.valueOf(order.to());
    return goTo(command, command.plan(), step, to, note);
  }

  private Answer goTo(Command command, String plan, String step, String to, String note) {
    return to.equals(StepRef.EXIT)
        ? end(command, step, new Exit("moved"), false)
        : new Answer(plan, step, new Go(to, note), List.of());
  }

  /** Returns the rest of a wait whose time came while, or after, the campaign was paused. */
  private @Nullable Wait frozen(Command command, Campaign campaign, Journey journey) {
    Wait wait = command.standing();
    if (wait == null
        || !(command.woken() instanceof Woken.ByTime)
        || !campaign.pauseMode().equals("freeze")) {
      return null;
    }
    Duration missed = campaigns.pausedFor(campaign.id(), command.now()).minus(journey.pausedSeen());
    if (missed.isZero() || missed.isNegative()) {
      return null;
    }
    Duration longer = missed.compareTo(FROZEN) < 0 && People.paused(campaign) ? FROZEN : missed;
    return new Wait(command.now().plus(longer), wait.events(), wait.why());
  }

  private Answer stay(Command command, Journey journey, String step, Taken taken) {
    StepResult result = taken.result();
    if (result instanceof Exit exit) {
      return end(command, step, exit, taken.goal());
    }
    boolean here = isHere(command, journey, step);
    // Looked at again: the wait goes on, and so does the count of pauses since it began.
    boolean goesOn = result == command.standing();
    journeys.place(
        command.campaignId(),
        command.ordinal(),
        new Journeys.Place(
            command.plan(),
            step,
            command.visit(),
            here && journey.since() != null ? journey.since() : command.now(),
            result instanceof Wait wait ? wait.until() : null,
            goesOn
                ? journey.pausedSeen()
                : campaigns.pausedFor(command.campaignId(), command.now()),
            why(result)));
    return new Answer(command.plan(), step, result, taken.exits());
  }

  private static boolean isHere(Command command, Journey journey, String step) {
    return step.equals(journey.step()) && command.visit() == journey.visit();
  }

  private static String why(StepResult result) {
    if (result instanceof Wait wait) {
      return wait.why();
    }
    return result instanceof Go go ? go.note() : "Sends its message";
  }

  private Answer end(Command command, String step, Exit exit, boolean goal) {
    journeys.end(command.campaignId(), command.ordinal(), exit.reason(), goal, command.now());
    if (!campaigns.peopleOnTheirWay(command.campaignId())) {
      tellCampaign(command.campaignId());
    }
    return told(command, step, exit);
  }

  /** Whoever leaves last wakes the campaign, which else looks at most once a day. */
  private void tellCampaign(UUID campaignId) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.campaign(campaignId)).signal("journeysEnded");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Campaign {} had ended before its last journey", campaignId);
    }
  }

  private static Answer told(Command command, String step, Exit exit) {
    return new Answer(command.plan(), step, exit, List.of());
  }
}
