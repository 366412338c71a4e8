package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Visit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans the messages of journeys. */
public interface MessagePlans {

  /**
   * Plans the message of a visit, once however often it is asked, or tells what became of it.
   *
   * @param variables as rendered; they are kept as they are now
   * @param unfit why it cannot be sent, {@code missing-variable:1}; null where nothing is missing
   */
  PlannedMessage plan(
      Visit visit,
      SendSettings settings,
      Map<String, String> variables,
      @Nullable String unfit,
      Instant now);
}
