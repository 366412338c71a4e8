package dev.whatsway.contract.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The Graph endpoint a message goes through. */
public enum Route {
  /** {@code /marketing_messages}, the Marketing Messages API (MM). */
  MARKETING_MESSAGES,
  /** {@code /messages}, the Cloud API. */
  CLOUD;

  /**
   * Returns the form of the wire, the database and the search attribute: {@code
   * marketing_messages}, {@code cloud}.
   */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Route of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
