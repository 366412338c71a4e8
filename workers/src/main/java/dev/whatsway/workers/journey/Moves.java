package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.JourneySteps.Command;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.JourneyOrders;
import dev.whatsway.store.journey.JourneyOrders.Migration;
import dev.whatsway.store.journey.JourneyOrders.Order;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Carries out what somebody else decided for people on their way. */
@Component
class Moves {

  private final JourneyOrders orders;
  private final CompiledPlans plans;
  private final Departures departures;
  private final StepTaker steps;

  Moves(JourneyOrders orders, CompiledPlans plans, Departures departures, StepTaker steps) {
    this.orders = orders;
    this.plans = plans;
    this.departures = departures;
    this.steps = steps;
  }

  static boolean isHere(Command command, Journey journey) {
    return String.valueOf(command.step()).equals(journey.step())
        && command.visit() == journey.visit();
  }

  /**
   * Returns the command with its step named, on another plan where people at that step go on at the
   * same one: they stay where they are, and so does the message that may be under way.
   */
  Command onItsPlan(Campaign campaign, Command command) {
    Optional<Migration> migration = orders.migration(campaign.id(), command.plan());
    String step = command.step();
    if (migration.isPresent() && step != null && step.equals(migration.get().steps().get(step))) {
      return named(command, migration.get().toHash(), step);
    }
    return named(
        command,
        command.plan(),
        step == null ? plans.get(campaign.accountId(), command.plan()).first() : step);
  }

  private static Command named(Command command, String plan, String step) {
    return new Command(
        command.campaignId(),
        command.contactId(),
        command.ordinal(),
        plan,
        step,
        command.visit(),
        command.woken(),
        command.standing(),
        command.now());
  }

  /** Where somebody goes, and by which plan from then on. */
  record Moved(String plan, StepResult result) {}

  /** Returns where a person goes by a migration or an order; empty where nobody moved them. */
  Optional<Moved> moved(Command command, JourneyPlan plan, Journey journey) {
    String step = String.valueOf(command.step());
    Optional<Migration> migration = orders.migration(command.campaignId(), command.plan());
    if (migration.isPresent()) {
      String to = migration.get().steps().getOrDefault(step, StepRef.EXIT);
      return Optional.of(new Moved(migration.get().toHash(), goTo(to, "moved to another plan")));
    }
    return isHere(command, journey)
        ? orders
            .pending(journey, step)
            .flatMap(order -> obeyed(command, plan, journey, order))
            .map(result -> new Moved(command.plan(), result))
        : Optional.empty();
  }

  private Optional<StepResult> obeyed(
      Command command, JourneyPlan plan, Journey journey, Order order) {
    String step = String.valueOf(command.step());
    // Not its reason: somebody wrote that, and a history must name nobody.
    String note = order.action() + " by order " + order.id();
    return switch (order.action()) {
      case "skip" -> Optional.of(steps.skip(plan, step, note).result());
      // Only what was not taken: the order was given before its outcome was known.
      case "retry" ->
          departures.mayRepeat(journey, step, command.visit())
              ? Optional.of(goTo(step, note))
              : Optional.empty();
      default -> Optional.of(goTo(String.valueOf(order.to()), note));
    };
  }

  private static StepResult goTo(String to, String note) {
    return to.equals(StepRef.EXIT) ? new Exit("moved") : new Go(to, note);
  }
}
