package dev.whatsway.workers.webhook;

import dev.whatsway.store.message.StatusUpdate;
import java.time.Instant;

/** What one webhook event tells, as far as the product acts on it. */
sealed interface WebhookFact {

  /** Something happened to a message of ours, or somebody answered to it. */
  record MessageUpdate(StatusUpdate update) implements WebhookFact {}

  /** Somebody followed a link of some message of this number; Meta tells neither. */
  record LinkClick(String phoneNumberId, Instant at) implements WebhookFact {}

  /**
   * Somebody stopped or resumed marketing messages.
   *
   * @param phone E.164 with its plus sign
   */
  record Preference(String phoneNumberId, String phone, boolean stop, Instant at)
      implements WebhookFact {}

  /**
   * Nothing the product acts on: kept in the inbox and counted.
   *
   * @param what Meta's own word for it, for the count
   */
  record Unused(String what) implements WebhookFact {}
}
