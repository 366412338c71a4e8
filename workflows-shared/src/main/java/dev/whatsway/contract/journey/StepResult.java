package dev.whatsway.contract.journey;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.whatsway.contract.message.MessageInput;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow is to do next. The notes and reasons stand in the history and in the Temporal
 * UI: they must name no person, number or text of a message.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepResult.Go.class, name = "go"),
  @JsonSubTypes.Type(value = StepResult.Wait.class, name = "wait"),
  @JsonSubTypes.Type(value = StepResult.Send.class, name = "send"),
  @JsonSubTypes.Type(value = StepResult.Exit.class, name = "exit")
})
public sealed interface StepResult {

  /**
   * The step is done.
   *
   * @param to the step to go to; null for the step's {@code next}
   * @param note why, in words
   */
  record Go(@Nullable String to, String note) implements StepResult {}

  /**
   * Waits, then runs the step again with what ended the wait.
   *
   * @param until at the latest; null for no end
   * @param events which of them end it earlier, at once where one has happened already
   * @param why in words, for the timer's summary
   */
  record Wait(@Nullable Instant until, List<AwaitedEvent> events, String why)
      implements StepResult {}

  /** Sends a message that is planned in the ledger, then runs the step again once it is decided. */
  record Send(MessageInput message) implements StepResult {}

  /** The journey ends here. */
  record Exit(String reason) implements StepResult {}

  /** Goes on to the step's {@code next}. */
  static StepResult next(String note) {
    return new Go(null, note);
  }

  /** Goes on to the step a setting names; to {@code next} where it is left out. */
  static StepResult to(@Nullable StepRef step, String note) {
    return new Go(step == null ? null : step.id(), note);
  }

  /** Waits for a moment, and for nothing else. */
  static StepResult waitUntil(Instant moment, String why) {
    return new Wait(moment, List.of(), why);
  }
}
