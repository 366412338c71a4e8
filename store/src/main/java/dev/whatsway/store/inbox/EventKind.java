package dev.whatsway.store.inbox;

import java.util.Arrays;
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
  /** An element of {@code message_echoes}: somebody answered from the WhatsApp Business app. */
  ECHO,
  /** An element of a value's own {@code errors}: an error of the account, of no message. */
  ERROR,
  /** Our own, not Meta's: somebody followed the tracked link of a message. */
  CLICK,
  /** Any other change, whole. */
  OTHER,
  /** A signed body that is no webhook as Meta describes it, whole. */
  UNREADABLE;

  /** Returns the word in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A kind that a newer process has stored is one that is not known here. */
  public static EventKind of(String wire) {
    return Arrays.stream(values())
        .filter(kind -> kind.wire().equals(wire))
        .findFirst()
        .orElse(OTHER);
  }
}
