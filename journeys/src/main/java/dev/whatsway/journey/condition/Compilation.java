package dev.whatsway.journey.condition;

import java.util.List;

/** What came of reading a condition. */
public sealed interface Compilation {

  /** It can be tested. */
  record Compiled(Condition condition) implements Compilation {}

  /**
   * It cannot be understood.
   *
   * @param problems at least one, at most {@value Condition#MAX_PROBLEMS}, in the order of the
   *     source
   */
  record Refused(List<ConditionProblem> problems) implements Compilation {

    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
