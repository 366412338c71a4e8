package dev.whatsway.contract.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What becomes of a message whose outcome stayed unknown until the deadline; a setting of the
 * channel.
 */
public enum UnknownPolicy {
  /** At most once: the message stays {@code unknown}. */
  GIVE_UP,
  /** At least once: it is sent again, which may send it twice. */
  RESEND;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static UnknownPolicy of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
