package dev.whatsway.journey.step;

import dev.whatsway.contract.message.MessageInput;

/** What became of planning a message. */
public sealed interface PlannedMessage {

  /** It is to be sent. */
  record Open(MessageInput message) implements PlannedMessage {}

  /**
   * It is known what became of it.
   *
   * @param status in words, with the reason where it was skipped
   */
  record Decided(Fate fate, String status) implements PlannedMessage {}

  /** Whether Meta took a message. */
  enum Fate {
    TAKEN,
    NOT_TAKEN,
    /** Its answer was lost, and given up on: it may have gone out. */
    UNKNOWN;

    /** Returns what an event of a message says. */
    static Fate of(String event) {
      return switch (event) {
        case "accepted" -> TAKEN;
        case "unknown" -> UNKNOWN;
        default -> NOT_TAKEN;
      };
    }
  }
}
