package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.setting.Problems;
import dev.whatsway.journey.setting.Settings;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What definitions need to know of one kind of step.
 *
 * @param <C> its settings
 */
public final class StepKind<C extends Record> {

  private final String type;
  private final Class<C> record;
  private final Settings<C> settings;
  private final Predicate<C> waits;
  private final Function<C, @Nullable String> problem;
  private final Function<C, Collection<String>> sets;

  /**
   * Describes a kind that sets no attributes.
   *
   * @param waits as {@link JourneyStep#waits}
   * @param problem as {@link JourneyStep#problem}
   */
  public StepKind(
      String type, Class<C> record, Predicate<C> waits, Function<C, @Nullable String> problem) {
    this(type, record, waits, problem, settings -> Set.of());
  }

  private StepKind(
      String type,
      Class<C> record,
      Predicate<C> waits,
      Function<C, @Nullable String> problem,
      Function<C, Collection<String>> sets) {
    this.type = type;
    this.record = record;
    this.settings = new Settings<>(record);
    this.waits = waits;
    this.problem = problem;
    this.sets = sets;
  }

  /** Returns the kind that a step's implementation describes. */
  public static <C extends Record> StepKind<C> of(JourneyStep<C> step) {
    return new StepKind<>(step.type(), step.settings(), step::waits, step::problem, step::sets);
  }

  /** Returns its name in definitions. */
  public String type() {
    return type;
  }

  /** Returns the JSON Schema of its settings. */
  public ObjectNode schema() {
    return settings.schema();
  }

  @Nullable C read(JsonNode step, String path, Set<String> others, Problems problems) {
    C read = settings.read(step, path, others, problems);
    String wrong = read == null ? null : problem.apply(read);
    if (wrong != null) {
      int colon = wrong.indexOf(": ");
      problems.add(
          colon < 0 ? path : path + "." + wrong.substring(0, colon),
          wrong.substring(colon < 0 ? 0 : colon + 2));
    }
    return wrong == null ? read : null;
  }

  boolean waits(Record read) {
    return waits.test(record.cast(read));
  }

  Set<String> sets(Record read) {
    return Set.copyOf(sets.apply(record.cast(read)));
  }
}
