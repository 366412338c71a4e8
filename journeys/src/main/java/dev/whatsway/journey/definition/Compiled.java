package dev.whatsway.journey.definition;

import dev.whatsway.journey.setting.Problem;
import java.util.List;

/** What became of a definition. */
public sealed interface Compiled {

  /** It is sound. */
  record Sound(JourneyPlan plan) implements Compiled {}

  /** It is not; nothing of it may run. */
  record Refused(List<Problem> problems) implements Compiled {}
}
