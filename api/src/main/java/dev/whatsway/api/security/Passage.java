package dev.whatsway.api.security;

import java.time.Duration;

/** Whether a request may pass, and if not, why; each kind of endpoint answers in its own shape. */
public sealed interface Passage {

  /** It may, in the name of this caller. */
  record Passed(Caller caller) implements Passage {}

  /** It carries no {@code Authorization: Bearer …}. */
  record NoKey() implements Passage {}

  /** Its key is not known, or was revoked. */
  record UnknownKey() implements Passage {}

  /** Its key is good, but not for this. */
  record MissingScope(Scope needed) implements Passage {}

  /**
   * Its key has used up its rate.
   *
   * @param retryAfter when the next request may pass, longer than zero
   */
  record TooMany(Duration retryAfter) implements Passage {

    /** Returns the value of the header {@code Retry-After}: whole seconds, at least one. */
    public String seconds() {
      return Long.toString(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds()));
    }
  }

  /** PostgreSQL does not answer, and the key was not seen of late. */
  record Unavailable() implements Passage {}
}
