package dev.whatsway.store.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The most marketing that one contact gets within any stretch of time of a length, over all
 * campaigns of the account.
 *
 * @param messages 1 to {@value #MOST_MESSAGES}
 * @param per in whole seconds, {@link #SHORTEST} to {@link #LONGEST}
 */
public record FrequencyCap(int messages, Duration per) {

  /** An account has no more caps. */
  public static final int MOST_CAPS = 5;

  public static final int MOST_MESSAGES = 100;
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(90);

  /**
   * Returns whether all of the caps have room for one more message to a contact.
   *
   * @param claimed when each of the contact's other messages that count was claimed last; one that
   *     is later than {@code now} keeps its room
   * @param reserved how many messages of a higher priority the room is left to
   */
  public static boolean haveRoom(
      Collection<FrequencyCap> caps, Collection<Instant> claimed, long reserved, Instant now) {
    return caps.stream().allMatch(cap -> cap.room(claimed, now) > reserved);
  }

  private long room(Collection<Instant> claimed, Instant now) {
    Instant since = now.minus(per);
    return messages - claimed.stream().filter(at -> at.isAfter(since)).count();
  }
}
