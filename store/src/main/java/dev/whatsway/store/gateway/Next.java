package dev.whatsway.store.gateway;

import java.util.UUID;

/** Whether a message that one route refused may go by the other. */
public sealed interface Next {

  /** The call may be made, once. */
  record Granted(UUID attemptId) implements Next {}

  /** The person has become one that must not get it: the message has failed with the refusal. */
  record Refused(Admission.Reason reason) implements Next {}

  /**
   * No further call: a webhook, an erasure or another instance has ended the message in the
   * meantime.
   */
  record Over() implements Next {}
}
