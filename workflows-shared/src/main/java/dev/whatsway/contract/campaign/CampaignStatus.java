package dev.whatsway.contract.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a campaign stands. */
public enum CampaignStatus {
  /** Created, not launched. */
  DRAFT,
  /** Launched; waits for its start time. */
  SCHEDULED,
  RUNNING,
  PAUSED,
  /** Every planned message has an outcome; statuses may still rise. */
  COMPLETED,
  CANCELED,
  /** Its start came later than {@code start_by} and the misfire policy was to skip. */
  MISSED,
  /** Could not be planned; {@code status_reason} says why. */
  FAILED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static CampaignStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Returns whether nothing more will be sent. */
  public boolean closed() {
    return this == COMPLETED || this == CANCELED || this == MISSED || this == FAILED;
  }
}
