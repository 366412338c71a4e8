package dev.whatsway.contract.journey;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of step that journeys can be made of: a Spring bean, found on the class path. It runs in
 * an activity, so it may read clocks, call out and keep state elsewhere; the waiting is done by the
 * journey's workflow, which knows nothing of the kinds of steps. A new kind therefore cannot break
 * the history of a running journey.
 *
 * @param <C> its settings, a record whose components are the fields of the step in the definition,
 *     in snake_case: texts, numbers, {@code Duration}, {@code LocalTime}, {@code LocalDate}, enums,
 *     other records, lists of them, maps of texts, {@link StepRef}, {@link SendRef}, {@link
 *     ConditionText}, {@link PlaceholderText}
 */
public interface JourneyStep<C extends Record> {

  /** Returns its name in definitions, {@code type}: snake_case, and of no other step. */
  String type();

  /** Returns the class of its settings. */
  Class<C> settings();

  /** Returns whether a person who comes here surely stays a while: a cycle needs one such step. */
  default boolean waits(C settings) {
    return false;
  }

  /**
   * Returns whether it may be run in a dry run: it calls nobody and stores nothing but through the
   * context. One that may not is passed over there.
   */
  default boolean harmless() {
    return false;
  }

  /**
   * Returns the names of the attributes of the person that it may set. Messages say of a person
   * what was stored when they entered the journey, but of these attributes what is stored when they
   * are sent; where one of them is missing is not known before.
   */
  default Collection<String> sets(C settings) {
    return List.of();
  }

  /**
   * Returns what is wrong with settings that each are right by themselves, as {@code field: what};
   * null when nothing is.
   */
  default @Nullable String problem(C settings) {
    return null;
  }

  /**
   * Does the step's work, or goes on with it after a wait it asked for.
   *
   * <p>It may be run again after a crash, with the same {@link StepContext#key}: what must not
   * happen twice has to be keyed by that.
   *
   * @throws RuntimeException when it should be tried again a little later
   */
  StepResult run(C settings, StepContext context);
}
