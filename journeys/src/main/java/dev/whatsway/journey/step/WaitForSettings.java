package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.SendRef;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.setting.Names;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Step {@code wait_for}: an event, but no longer than a given time. */
public record WaitForSettings(
    @Setting(description = "What to wait for.") Event event,
    @Setting(description = "The send step whose message is meant; any message where left out.")
        @Nullable SendRef of,
    @Setting(
            description = "The name of a custom event.",
            pattern = Names.EVENT,
            example = "order_placed")
        @Nullable String name,
    @Setting(description = "How long at most.") Duration timeout,
    @Setting(description = "Where to go when it happens.") @Nullable StepRef then,
    @Setting(description = "Where to go when it does not happen in time.")
        @Nullable StepRef otherwise) {

  /** What a person may do, or a message undergo. */
  public enum Event {
    DELIVERED,
    READ,
    CLICKED,
    REPLIED,
    FAILED,
    CUSTOM
  }

  @Nullable String problem() {
    if (event == Event.CUSTOM && name == null) {
      return "name: is required where event is custom.";
    }
    if (event != Event.CUSTOM && name != null) {
      return "name: is for event custom only.";
    }
    return event == Event.CUSTOM && of != null ? "of: is for events of a message only." : null;
  }
}
