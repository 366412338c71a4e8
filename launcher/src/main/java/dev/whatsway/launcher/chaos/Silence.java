package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a campaign must not send.
 *
 * @param from when the pause or cancel was acknowledged
 * @param until when its resume was asked for; null after a cancel
 */
record Silence(String campaign, Command command, Instant from, @Nullable Instant until) {

  boolean holds(Instant at) {
    return at.isAfter(from) && (until == null || at.isBefore(until));
  }
}
