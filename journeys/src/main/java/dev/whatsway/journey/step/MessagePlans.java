package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Visit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans the messages of journeys. */
public interface MessagePlans {

  /** Returns what stands for {@code {{tracked_link}}} in the message of a visit. */
  String linkToken(Visit visit);

  /** Returns what was frozen of the visit's person when they entered. */
  FrozenValues frozen(Visit visit);

  /**
   * Plans the message of a visit, once however often it is asked, or tells what became of it.
   *
   * @param variables as rendered; they are kept as they are now
   * @param linkTarget where its tracked link leads; null for one without
   * @param unfit why it cannot be sent, {@code missing-variable:1}; null where nothing is missing
   */
  PlannedMessage plan(
      Visit visit,
      SendSettings settings,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable String unfit,
      Instant now);
}
