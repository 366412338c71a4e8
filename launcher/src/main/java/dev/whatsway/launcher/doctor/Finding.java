package dev.whatsway.launcher.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What was found about one thing.
 *
 * @param good whether it is as it has to be
 * @param remark when good, what was found, or null; when not, what is wrong and the way out
 */
public record Finding(String what, boolean good, @Nullable String remark) {

  static Finding good(String what, @Nullable String remark) {
    return new Finding(what, true, remark);
  }

  static Finding missing(String what, String wayOut) {
    return new Finding(what, false, wayOut);
  }

  @Override
  public String toString() {
    return (good ? "  ok       " : "  MISSING  ") + what + (remark == null ? "" : ": " + remark);
  }
}
