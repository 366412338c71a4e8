package dev.whatsway.contract.journey;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a person does at a step, by the plan and by all that is stored of them, and stores
 * where they are. Task queue {@code journeys}.
 */
@ActivityInterface
public interface JourneySteps {

  /** May be repeated: a repetition finds what the first try did. */
  Answer take(Command command);

  /**
   * Where the person stands.
   *
   * @param plan the hash of the plan the person follows
   * @param step null for the plan's first
   * @param visit how often the person has come to this step, this time included
   * @param woken what ended the step's wait, or an event by which the journey may end; null when
   *     the person has just come, or is to be looked at again
   * @param standing what the step waits for, or did until its time came; null otherwise
   * @param now the workflow's time
   */
  record Command(
      UUID campaignId,
      UUID contactId,
      long ordinal,
      String plan,
      @Nullable String step,
      int visit,
      @Nullable Woken woken,
      StepResult.@Nullable Wait standing,
      Instant now) {}

  /**
   * What to do.
   *
   * @param plan the plan that the result is of: another one where the person was moved to it
   * @param step the step that was taken; null where the person left before the first
   * @param result with a step's id in {@code Go.to}
   * @param exits events that end the journey wherever the person is
   */
  record Answer(String plan, @Nullable String step, StepResult result, List<AwaitedEvent> exits) {}
}
