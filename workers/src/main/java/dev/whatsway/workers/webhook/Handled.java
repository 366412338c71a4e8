package dev.whatsway.workers.webhook;

import dev.whatsway.contract.message.MessageEvent;
import java.util.UUID;

/** What is left to do with an event whose effect is in PostgreSQL. */
public sealed interface Handled {

  /** Nothing. */
  record Settled() implements Handled {}

  /** The message's workflow has to be told. */
  record Told(UUID messageId, MessageEvent event) implements Handled {}

  /** Its message is not there yet. */
  record TooEarly() implements Handled {}
}
