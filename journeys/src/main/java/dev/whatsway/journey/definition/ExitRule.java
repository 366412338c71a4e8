package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.SendRef;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.journey.setting.Names;
import org.jspecify.annotations.Nullable;

/**
 * What ends the journey of a person wherever they are in it. Somebody who opts out leaves without a
 * rule.
 *
 * @param on an event; null where a condition is given
 * @param when looked at before each step; null where an event is given
 */
public record ExitRule(
    @Setting(description = "Leaves when this happens.") @Nullable Event on,
    @Setting(description = "The send step whose message is meant; any message where left out.")
        @Nullable SendRef of,
    @Setting(
            description = "The name of a custom event.",
            pattern = Names.EVENT,
            example = "order_placed")
        @Nullable String name,
    @Setting(description = "Leaves before the next step when this holds.")
        @Nullable ConditionText when,
    @Setting(description = "Whether who leaves by this rule has reached the goal.")
        @Nullable Boolean goal) {

  /** The events a rule can name. */
  public enum Event {
    READ,
    CLICKED,
    REPLIED,
    CUSTOM
  }

  @Nullable String problem() {
    if ((on == null) == (when == null)) {
      return "must have either on or when.";
    }
    if ((on == Event.CUSTOM) != (name != null)) {
      return "must have name with on: custom, and only then.";
    }
    return of != null && (on == null || on == Event.CUSTOM)
        ? "may have of only with an event of a message."
        : null;
  }
}
