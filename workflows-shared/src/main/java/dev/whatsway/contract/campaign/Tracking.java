package dev.whatsway.contract.campaign;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the messages of a campaign are followed. */
public enum Tracking {
  /** Each message has a workflow of its own, which sends, waits and is found in the Temporal UI. */
  MESSAGE_WORKFLOW("message-workflow"),
  /** Lanes send pages of messages; outcomes and statuses live in PostgreSQL alone. */
  LEDGER("ledger");

  private final String wire;

  Tracking(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }

  public static Tracking of(String wire) {
    for (Tracking tracking : values()) {
      if (tracking.wire.equals(wire)) {
        return tracking;
      }
    }
    throw new IllegalArgumentException("no tracking " + wire);
  }
}
