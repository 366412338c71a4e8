package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.journey.travel.Scene;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.journey.travel.Taken;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Decides steps as in production, on people that are kept in memory. */
public final class DrySteps implements JourneySteps {

  /** A step that fails as often at one visit is broken; in production it is tried for ever. */
  private static final int TRIES = 3;

  private final DrySetting setting;
  private final DryWorld world;
  private final StepTaker steps;
  private final Conditions conditions = new Conditions();
  private final Map<String, DryMove> moves = new ConcurrentHashMap<>();
  private final Map<UUID, DryEnd> ends = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Broken> broken = new ConcurrentHashMap<>();

  DrySteps(DrySetting setting, DryWorld world, StepTaker steps) {
    this.setting = setting;
    this.world = world;
    this.steps = steps;
  }

  Collection<DryMove> moves() {
    return moves.values();
  }

  Collection<DryEnd> ends() {
    return ends.values();
  }

  Collection<Broken> broken() {
    return broken.values();
  }

  @Override
  public Answer take(Command command) {
    String step = command.step() == null ? setting.plan().first() : command.step();
    if (command.step() == null) {
      world.customEvents(command.contactId());
    }
    Instant end = setting.start().plus(setting.length());
    if (!command.now().isBefore(end)) {
      return end(command, step, new Exit("dry-run-ended"), false);
    }
    try {
      return take(command, step);
    } catch (RuntimeException e) {
      String visit = visit(command, step);
      if (failures.merge(visit, 1, Integer::sum) < TRIES) {
        // Temporal logs it, and its message may hold somebody's data.
        throw new IllegalStateException("A step failed: " + e.getClass().getName());
      }
      broken.put(visit, new Broken(step, e.getClass().getName()));
      return end(command, step, new Exit("step-failed"), false);
    }
  }

  private Answer take(Command command, String step) {
    DryPerson person = world.person(command.contactId());
    Scene scene =
        new Scene(
            new Visit(
                command.campaignId(),
                command.contactId(),
                command.ordinal(),
                step,
                command.visit()),
            command.woken(),
            person.contact().phone(),
            person.facts(command.now()),
            setting.zone(),
            conditions,
            person::set);
    Taken taken = steps.take(setting.plan(), scene, command.standing());
    if (taken.result() instanceof Exit exit) {
      return end(command, step, exit, taken.goal());
    }
    if (taken.result() instanceof Go go) {
      move(command, step, String.valueOf(go.to()), go.note());
    }
    return new Answer(command.plan(), step, taken.result(), taken.exits());
  }

  private Answer end(Command command, String step, Exit exit, boolean goal) {
    move(command, step, StepRef.EXIT, exit.reason());
    ends.put(
        command.contactId(), new DryEnd(command.contactId(), command.now(), exit.reason(), goal));
    return new Answer(command.plan(), step, exit, List.of());
  }

  /** By the visit: an activity may be repeated. */
  private void move(Command command, String step, String to, String note) {
    moves.put(visit(command, step), new DryMove(command.contactId(), step, to, note));
  }

  private static String visit(Command command, String step) {
    return command.contactId() + "/" + step + "/" + command.visit();
  }
}
