package dev.whatsway.launcher.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What is special about a recipient, told by a digit of the number, so that both sides of the books
 * can be held against it. Most are {@link #READS}: only they meet the faults of a phase, since the
 * simulator gives a prefix its whole fate.
 */
enum Person {
  READS(null, "read"),
  UNREACHABLE("{\"fail\": \"131026\"}", "failed"),
  NEVER_READS("{\"reach\": \"never_read\"}", "delivered"),
  BLOCKED("{\"refuse\": \"130403\"}", null),
  NO_CONSENT(null, null);

  private final @Nullable String fate;
  private final @Nullable String lastStatus;

  Person(@Nullable String fate, @Nullable String lastStatus) {
    this.fate = fate;
    this.lastStatus = lastStatus;
  }

  /** The simulator's fate for the prefix, or null to leave these people to the phase. */
  @Nullable String fate() {
    return fate;
  }

  /** The last status Meta tells of a message it took; null for whom it must never take one. */
  @Nullable String lastStatus() {
    return lastStatus;
  }

  /** Whether Meta never takes a message for this person, and says so at once. */
  boolean refusedAtOnce() {
    return this == BLOCKED;
  }

  /** Of twenty people sixteen are ordinary. */
  static Person ofIndex(int index) {
    return switch (index % 20) {
      case 5 -> UNREACHABLE;
      case 10 -> NEVER_READS;
      case 15 -> BLOCKED;
      case 19 -> NO_CONSENT;
      default -> READS;
    };
  }
}
