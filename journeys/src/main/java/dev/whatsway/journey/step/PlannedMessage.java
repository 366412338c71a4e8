package dev.whatsway.journey.step;

import dev.whatsway.contract.message.MessageInput;

/** What became of planning a message. */
public sealed interface PlannedMessage {

  /** It is to be sent. */
  record Open(MessageInput message) implements PlannedMessage {}

  /**
   * It is known what became of it.
   *
   * @param taken whether Meta took it
   * @param status in words, with the reason where it was skipped
   */
  record Decided(boolean taken, String status) implements PlannedMessage {}
}
