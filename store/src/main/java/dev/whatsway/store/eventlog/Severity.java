package dev.whatsway.store.eventlog;

import java.util.Locale;

/** How much an event concerns whoever looks after campaigns. */
public enum Severity {
  /** Good to know. */
  INFO,
  /** Worth a look before it grows. */
  WARNING,
  /** Something does not go on by itself, or is about to end. */
  CRITICAL;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
