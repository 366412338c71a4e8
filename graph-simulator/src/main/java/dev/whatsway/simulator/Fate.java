package dev.whatsway.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What happens to messages for one recipient. Codes are keys of the error catalogue.
 *
 * @param mmRefusal what the Marketing Messages API alone answers, or null
 * @param refuse what both routes answer, always, or null
 * @param trouble what both routes answer to the first {@code troubleTimes} sends, or null
 * @param fail the code of the failed webhook that follows an accepted send, or null
 * @param reach how far a delivered message gets
 * @param click whether the reader follows the link (told by webhook for the MM route only)
 * @param reply the text the reader answers, or null
 * @param copies how often each webhook is sent; 1 is once
 * @param disorder in which order the statuses arrive
 * @param connection what happens to the HTTP exchange of the first {@code connectionTimes} sends
 * @param lateMs how long a late answer takes, in milliseconds
 * @param hold whether Meta holds the message for its pacing, and what becomes of it
 */
record Fate(
    @Nullable String mmRefusal,
    @Nullable String refuse,
    @Nullable String trouble,
    int troubleTimes,
    @Nullable String fail,
    Reach reach,
    boolean click,
    @Nullable String reply,
    int copies,
    Disorder disorder,
    Connection connection,
    int connectionTimes,
    long lateMs,
    Hold hold) {

  enum Reach {
    READ,
    READ_WITHOUT_DELIVERED,
    NEVER_READ,
    NEVER_DELIVERED,
    SILENT
  }

  enum Disorder {
    NONE,
    DELIVERED_FIRST,
    BEFORE_ANSWER
  }

  /** Where an exchange breaks; only the {@code BEFORE} ones leave the message unsent. */
  enum Connection {
    FINE,
    CLOSED_BEFORE_ACCEPT,
    SERVER_ERROR_BEFORE_ACCEPT,
    CLOSED_AFTER_ACCEPT,
    CLOSED_MID_ANSWER,
    SERVER_ERROR_AFTER_ACCEPT,
    LATE
  }

  enum Hold {
    NONE,
    RELEASED,
    DROPPED
  }
}
