package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person who has left may come again. Nobody is in one journey twice at a time.
 *
 * @param after the least time from the last exit; null for none
 */
public record Reentry(
    @Setting(description = "never, or after_exit.") Policy policy,
    @Setting(description = "The least time from the last exit.") @Nullable Duration after) {

  /** The policies. */
  public enum Policy {
    NEVER,
    AFTER_EXIT
  }
}
