package dev.whatsway.store.inbox;

import java.util.Locale;

/** What an event is about, as far as the ingress needs to tell. */
public enum EventKind {
  /** An element of {@code statuses}. */
  STATUS,
  /** An element of {@code messages}: somebody wrote to us. */
  MESSAGE,
  /** An element of {@code user_actions}. */
  ACTION,
  /** An element of {@code user_preferences}: somebody stopped or resumed marketing messages. */
  PREFERENCE,
  /** Any other change, whole. */
  OTHER,
  /** A signed body that is no webhook as Meta describes it, whole. */
  UNREADABLE;

  /** Returns the word in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EventKind of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
