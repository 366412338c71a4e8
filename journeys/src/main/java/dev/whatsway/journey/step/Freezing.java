package dev.whatsway.journey.step;

import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import dev.whatsway.journey.setting.Placeholder;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.travel.PersonValues;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a person is frozen when they enter by a plan: every placeholder of its send steps, but
 * those of attributes that its own steps set, which are there to be read behind them.
 */
public final class Freezing {

  private final Set<Placeholder> placeholders;

  private Freezing(Set<Placeholder> placeholders) {
    this.placeholders = placeholders;
  }

  /** Reads a plan. */
  public static Freezing of(JourneyPlan plan) {
    Set<String> late =
        plan.steps().values().stream()
            .flatMap(step -> step.sets().stream())
            .filter(PersonValues::isAttribute)
            .collect(Collectors.toCollection(HashSet::new));
    // Its token is made at the step, of the message's id.
    late.add(SendTexts.LINK);
    Set<Placeholder> placeholders = new LinkedHashSet<>();
    for (PlannedStep step : plan.steps().values()) {
      if (step.settings() instanceof SendSettings send) {
        SendTexts.all(send).forEach(text -> placeholders.addAll(Placeholders.in(text)));
      }
    }
    placeholders.removeIf(placeholder -> late.contains(placeholder.name()));
    return new Freezing(placeholders);
  }

  /** Returns the values of somebody who enters. */
  public FrozenValues freeze(Function<String, @Nullable String> person) {
    return freeze(FrozenValues.NONE, person);
  }

  /**
   * Returns the values of somebody who goes over to this plan.
   *
   * @param before what is frozen of them: a placeholder that this plan writes the same keeps its
   *     value
   */
  public FrozenValues freeze(FrozenValues before, Function<String, @Nullable String> person) {
    Map<String, @Nullable String> values = new TreeMap<>();
    for (Placeholder placeholder : placeholders) {
      values.put(
          placeholder.key(),
          before.has(placeholder)
              ? before.of(placeholder)
              : placeholder.or(person.apply(placeholder.name())));
    }
    return new FrozenValues(values);
  }

  /**
   * Returns why messages will not be sent to somebody, as far as what is frozen decides it.
   *
   * @return {@code missing-variable:1} or {@code invalid-variable:1} by step, in the plan's order
   */
  public static Map<String, String> unfit(JourneyPlan plan, FrozenValues frozen) {
    Map<String, String> unfit = new LinkedHashMap<>();
    for (PlannedStep step : plan.steps().values()) {
      if (step.settings() instanceof SendSettings send) {
        String why = SendTexts.unfit(send, frozen);
        if (why != null) {
          unfit.put(step.id(), why);
        }
      }
    }
    return unfit;
  }
}
