package dev.whatsway.journey.condition;

import org.jspecify.annotations.Nullable;

/**
 * What a condition says of somebody.
 *
 * @param matches false also where it could not be decided
 * @param note why it could not be decided, without any value; null where it was
 */
public record Verdict(boolean matches, @Nullable String note) {

  static final Verdict YES = new Verdict(true, null);
  static final Verdict NO = new Verdict(false, null);

  static Verdict undecided(String note) {
    return new Verdict(false, note);
  }

  /** Returns whether something that was needed is missing or cannot be read. */
  public boolean undecided() {
    return note != null;
  }
}
