package dev.whatsway.journey.travel;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.journey.definition.ExitRule;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes steps: looks at the exit rules, lets the step's kind decide, makes its answer whole. */
public final class StepTaker {

  private final Map<String, JourneyStep<?>> kinds = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two kinds have the same name
   */
  public StepTaker(List<? extends JourneyStep<?>> kinds) {
    for (JourneyStep<?> kind : kinds) {
      if (this.kinds.put(kind.type(), kind) != null) {
        throw new IllegalArgumentException("Two kinds of step are called " + kind.type() + ".");
      }
    }
  }

  /**
   * Takes the step that the context's visit names, which the plan has.
   *
   * @param standing what the step waits for; null where the person has just come
   * @throws IllegalStateException when no code for the step's kind is there, or it names a step
   *     that the plan has not
   */
  public Taken take(JourneyPlan plan, StepContext context, @Nullable Wait standing) {
    PlannedStep step = Objects.requireNonNull(plan.steps().get(context.visit().stepId()));
    ExitRule rule = applying(plan.exitRules(), context);
    if (rule != null) {
      return new Taken(new Exit(reason(rule)), Boolean.TRUE.equals(rule.goal()), List.of());
    }
    boolean again = context.woken() == null && standing != null;
    StepResult result = again ? standing : run(step, context);
    return new Taken(whole(result, step, plan), false, exits(plan));
  }

  /** Goes on behind a step without taking it. */
  public Taken skip(JourneyPlan plan, String stepId, String note) {
    PlannedStep step = Objects.requireNonNull(plan.steps().get(stepId));
    return new Taken(whole(StepResult.next(note), step, plan), false, exits(plan));
  }

  private StepResult run(PlannedStep step, StepContext context) {
    JourneyStep<?> kind = kinds.get(step.type());
    if (kind == null) {
      // Tried again until a worker with the plug-in is there.
      throw new IllegalStateException(
          "No code for steps of type " + step.type() + " is on this worker's class path.");
    }
    return run(kind, step.settings(), context);
  }

  private static <C extends Record> StepResult run(
      JourneyStep<C> kind, Record settings, StepContext context) {
    return kind.run(kind.settings().cast(settings), context);
  }

  private static StepResult whole(StepResult result, PlannedStep step, JourneyPlan plan) {
    if (!(result instanceof Go go)) {
      return result;
    }
    String to = go.to() == null ? step.next() : go.to();
    if (to.equals(StepRef.EXIT)) {
      return new Exit("completed");
    }
    if (!plan.steps().containsKey(to)) {
      throw new IllegalStateException("Step " + step.id() + " leads to " + to + ", which is none.");
    }
    return new Go(to, go.note());
  }

  private static @Nullable ExitRule applying(List<ExitRule> rules, StepContext context) {
    for (ExitRule rule : rules) {
      AwaitedEvent event = event(rule);
      boolean applies =
          event == null
              ? rule.when() != null && context.woken() == null && context.holds(rule.when())
              : context.woken() instanceof Woken.ByEvent woken && woken.event().equals(event);
      if (applies) {
        return rule;
      }
    }
    return null;
  }

  /** Returns the events that end a journey by this plan wherever a person is. */
  public List<AwaitedEvent> exits(JourneyPlan plan) {
    return plan.exitRules().stream()
        .map(StepTaker::event)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static @Nullable AwaitedEvent event(ExitRule rule) {
    if (rule.on() == null) {
      return null;
    }
    String subject = rule.on() == ExitRule.Event.CUSTOM ? rule.name() : null;
    return new AwaitedEvent(
        rule.on().name().toLowerCase(Locale.ROOT), rule.of() == null ? subject : rule.of().id());
  }

  private static String reason(ExitRule rule) {
    if (rule.on() == null) {
      return "condition";
    }
    return rule.on() == ExitRule.Event.CUSTOM
        ? "event:" + rule.name()
        : rule.on().name().toLowerCase(Locale.ROOT);
  }
}
