package dev.whatsway.contract.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a message stands. {@code queued < accepted < sent < delivered < read} only ever rises; the
 * others are ends of their own.
 */
public enum MessageStatus {
  QUEUED,
  /** Meta took it (HTTP 200); nothing is said about delivery. */
  ACCEPTED,
  SENT,
  DELIVERED,
  READ,
  /** Refused for good by Meta, at once or later by webhook. */
  FAILED,
  /** Never offered to Meta, with a reason: no consent, opted out, a variable missing. */
  SKIPPED,
  /** The answer was lost and no webhook told the outcome within the deadline. */
  UNKNOWN,
  /** Accepted, but no delivery before its TTL; Meta sends no webhook for that. */
  EXPIRED,
  CANCELED;

  /** Returns the form of the wire, the database and the search attribute: lower case. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static MessageStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Returns whether Meta took the message and has not failed it since. */
  public boolean taken() {
    return this == ACCEPTED || this == SENT || this == DELIVERED || this == READ;
  }
}
