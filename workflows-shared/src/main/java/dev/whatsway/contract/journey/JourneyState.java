package dev.whatsway.contract.journey;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a journey carries from run to run: where the person is and what happened; never the person.
 *
 * @param schema the shape of this record, for later versions to tell
 * @param ordinal the journey's place in its campaign
 * @param plan the hash of the plan it follows
 * @param step the step the person comes to; null for the plan's first
 * @param visits how often the person came to each step so far
 * @param messages by send step, the visit whose message is its latest
 * @param exits events that end the journey wherever the person is
 * @param happened all events so far, without those of messages that are not the latest of their
 *     step
 */
public record JourneyState(
    int schema,
    UUID campaignId,
    UUID contactId,
    long ordinal,
    String plan,
    @Nullable String step,
    Map<String, Integer> visits,
    Map<String, Integer> messages,
    List<AwaitedEvent> exits,
    List<AwaitedEvent> happened) {

  public JourneyState {
    // Histories of before it existed have none.
    exits = Objects.requireNonNullElse(exits, List.of());
  }

  /** The shape this code writes. */
  public static final int SCHEMA = 1;

  /** Returns the state of a person who enters. */
  public static JourneyState entering(UUID campaignId, UUID contactId, long ordinal, String plan) {
    return new JourneyState(
        SCHEMA,
        campaignId,
        contactId,
        ordinal,
        plan,
        null,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }
}
