package dev.whatsway.workers.journey;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.journey.travel.Taken;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.workers.journey.Moves.Moved;
import io.temporal.activity.Activity;
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

  private final CampaignRuns campaigns;
  private final Journeys journeys;
  private final CompiledPlans plans;
  private final People people;
  private final Moves moves;
  private final Departures departures;
  private final Pauses pauses;
  private final StepTaker steps;
  private final WorkflowClient client;

  JourneyStepsActivities(
      CampaignRuns campaigns,
      Journeys journeys,
      CompiledPlans plans,
      People people,
      Moves moves,
      Departures departures,
      Pauses pauses,
      StepTaker steps,
      WorkflowClient client) {
    this.campaigns = campaigns;
    this.journeys = journeys;
    this.plans = plans;
    this.people = people;
    this.moves = moves;
    this.departures = departures;
    this.pauses = pauses;
    this.steps = steps;
    this.client = client;
  }

  @Override
  public Answer take(Command asked) {
    Campaign campaign = campaigns.get(asked.campaignId());
    Journey journey =
        journeys
            .find(asked.campaignId(), asked.ordinal())
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "There is no such journey.", NO_SUCH_JOURNEY));
    // Before the plan is read: they leave even where its plan cannot be.
    if (journey.ended()) {
      return told(asked, new Exit(String.valueOf(journey.endedReason())));
    }
    String over = people.over(campaign, journey, asked.now());
    if (over != null) {
      return leave(asked, journey, new Exit(over), false);
    }
    Command command = moves.onItsPlan(campaign, asked);
    JourneyPlan plan = plans.get(campaign.accountId(), command.plan());
    Optional<Moved> moved = moves.moved(command, plan, journey);
    if (moved.isPresent()) {
      return moved(command, campaign, journey, moved.get());
    }
    if (!command.plan().equals(journey.planHash())) {
      // Before the plan is stored with their place: a crash in between does it again.
      people.goOver(journey, plan);
    }
    if (isAgain()) {
      // A step that fails must show where the person is, and be open to orders.
      place(command, journey, "The step failed and is tried again", null, journey.pausedSeen());
    }
    return stay(command, journey, taken(command, campaign, journey, plan));
  }

  private Taken taken(Command command, Campaign campaign, Journey journey, JourneyPlan plan) {
    Optional<Wait> frozen = pauses.rest(command, campaign, journey, plan);
    if (frozen.isPresent()) {
      return new Taken(frozen.get(), false, steps.exits(plan));
    }
    Command fresh = pauses.reckonedAnew(command, campaign, journey, plan);
    return steps.take(plan, people.scene(campaign, journey, fresh), fresh.standing());
  }

  private Answer moved(Command command, Campaign campaign, Journey journey, Moved moved) {
    if (moved.result() instanceof Exit exit) {
      return leave(command, journey, exit, false);
    }
    departures.leaves(journey, step(command), command.visit());
    return new Answer(
        moved.plan(),
        command.step(),
        moved.result(),
        steps.exits(plans.get(campaign.accountId(), moved.plan())));
  }

  private Answer stay(Command command, Journey journey, Taken taken) {
    StepResult result = taken.result();
    if (result instanceof Exit exit) {
      return leave(command, journey, exit, taken.goal());
    }
    // Looked at again: the wait goes on, and so does the count of pauses since it began.
    boolean goesOn = result == command.standing();
    place(
        command,
        journey,
        why(result),
        result instanceof Wait wait ? wait : null,
        goesOn ? journey.pausedSeen() : campaigns.pausedFor(command.campaignId(), command.now()));
    return new Answer(command.plan(), step(command), result, taken.exits());
  }

  private void place(
      Command command, Journey journey, String why, @Nullable Wait wait, Duration pausedSeen) {
    boolean here = Moves.isHere(command, journey);
    journeys.place(
        command.campaignId(),
        command.ordinal(),
        new Journeys.Place(
            command.plan(),
            step(command),
            command.visit(),
            here && journey.since() != null ? journey.since() : command.now(),
            wait == null ? null : wait.until(),
            pausedSeen,
            why));
  }

  private static String why(StepResult result) {
    if (result instanceof Wait wait) {
      return wait.why();
    }
    return result instanceof Go go ? go.note() : "Sends its message";
  }

  /** What is still queued for the step goes with the person, or it would come weeks later. */
  private Answer leave(Command command, Journey journey, Exit exit, boolean goal) {
    if (command.step() != null) {
      departures.leaves(journey, command.step(), command.visit());
    }
    journeys.end(command.campaignId(), command.ordinal(), exit.reason(), goal, command.now());
    if (!campaigns.peopleOnTheirWay(command.campaignId())) {
      tellCampaign(command.campaignId());
    }
    return told(command, exit);
  }

  /** Whoever leaves last wakes the campaign, which else looks at most once a day. */
  private void tellCampaign(UUID campaignId) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.campaign(campaignId)).signal("journeysEnded");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Campaign {} had ended before its last journey", campaignId);
    }
  }

  private static boolean isAgain() {
    return Activity.getExecutionContext().getInfo().getAttempt() > 1;
  }

  private static String step(Command command) {
    return String.valueOf(command.step());
  }

  private static Answer told(Command command, Exit exit) {
    return new Answer(command.plan(), command.step(), exit, List.of());
  }
}
