package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.SendResult.RateLimited.Scope;

/** What to do about an answer of Meta's that is no acceptance. */
public sealed interface Verdict {

  /** Nothing was sent; the same call may succeed in seconds. */
  record Transient() implements Verdict {}

  /** Nothing was sent; the limit counted on {@code scope} must free first. */
  record SlowDown(Scope scope) implements Verdict {}

  /** MM refuses for a reason that Cloud does not share. */
  record RerouteToCloud() implements Verdict {}

  /** Refused for good. */
  record Reject(Reach reach) implements Verdict {}

  /** Nobody can tell whether it was sent; it must not be repeated. */
  record Unknown() implements Verdict {}

  /** What else the same refusal will meet. */
  enum Reach {
    /** This request alone. */
    MESSAGE,
    /** Every message to this person. */
    RECIPIENT,
    /** Every message of this template. */
    TEMPLATE,
    /** Every message of this number, account or token. */
    ACCOUNT
  }
}
