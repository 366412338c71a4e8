package dev.whatsway.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of an HTTP exchange.
 *
 * @param body null to close the connection without an answer
 * @param delayMs milliseconds until then
 */
record Answer(int status, byte @Nullable [] body, long delayMs) {
  static Answer json(int status, Object body) {
    return new Answer(status, Json.STRICT.writeValueAsBytes(body), 0);
  }

  static Answer closed(long delayMs) {
    return new Answer(0, null, delayMs);
  }

  Answer after(long milliseconds) {
    return new Answer(status, body, milliseconds);
  }
}
