package dev.whatsway.store.journey;

import java.util.Locale;

/** What came of a try to enter a journey. */
public sealed interface Entered {

  /**
   * The person is on their way.
   *
   * @param ordinal the journey's place in its campaign
   * @param run the how-manieth of this person in this campaign, from 1
   */
  record In(long ordinal, int run) implements Entered {}

  /** They are not. */
  record Not(Reason reason) implements Entered {}

  /** Why somebody does not enter. */
  enum Reason {
    /** The campaign has no journey. */
    NO_JOURNEY,
    /** The campaign has not begun, is closed, or has passed its end. */
    NOT_UNDER_WAY,
    /** The person is in it. */
    ALREADY_IN,
    /** The person was in it, and its reentry policy is never. */
    ONLY_ONCE,
    /** The person left it too short a while ago. */
    TOO_EARLY,
    /** Its {@code entry.when} does not hold. */
    CONDITION,
    /** The person was erased. */
    ERASED,
    /** The plan has steps that this process does not know. */
    UNREADABLE_PLAN;

    /** Returns it as the API shows it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
