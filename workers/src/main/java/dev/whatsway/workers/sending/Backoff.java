package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to sleep after a rate limit. Decided here, in an activity, because a workflow must not
 * draw random numbers of its own; the workflow sleeps what it is told.
 */
final class Backoff {

  private static final Duration PAIR_AT_MOST = Duration.ofHours(1);
  private static final Duration NUMBER_FIRST = Duration.ofSeconds(2);
  private static final Duration NUMBER_AT_MOST = Duration.ofMinutes(1);
  private static final Duration ACCOUNT_FIRST = Duration.ofMinutes(1);
  private static final Duration ACCOUNT_AT_MOST = Duration.ofMinutes(15);

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param before rate limits that the same message met before
   */
  Duration after(Scope scope, int before) {
    return switch (scope) {
      // Meta, "Messaging limits: pair rate": try again after 4^X seconds, X from 0.
      case PAIR -> grown(Duration.ofSeconds(1), 4, before, PAIR_AT_MOST);
      case NUMBER -> jittered(grown(NUMBER_FIRST, 2, before, NUMBER_AT_MOST));
      case QUIET_HOURS -> throw new IllegalArgumentException("Meta keeps no quiet hours");
      case ACCOUNT, PORTFOLIO -> jittered(grown(ACCOUNT_FIRST, 2, before, ACCOUNT_AT_MOST));
    };
  }

  private static Duration grown(Duration first, int factor, int before, Duration atMost) {
    double millis = first.toMillis() * Math.pow(factor, before);
    return millis < atMost.toMillis() ? Duration.ofMillis((long) millis) : atMost;
  }

  /** Half of it certain, half drawn: messages that were refused together come back apart. */
  private Duration jittered(Duration delay) {
    long half = delay.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }
}
