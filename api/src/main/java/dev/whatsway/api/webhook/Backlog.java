package dev.whatsway.api.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Knows how long the oldest webhook in hand has waited for its commit. A machine that cannot keep
 * up would let every one wait until its sender gives up, and store it for nobody: what comes on top
 * is turned away instead, so that what was let in is answered in time.
 */
@Component
class Backlog {

  /**
   * Whoever is let in just before this age has the rest of one commit before its own, which makes
   * about a second: what 99 of 100 are to be answered in. Meta repeats for days whatever is not
   * answered with 200, so turning it away loses nothing.
   */
  static final Duration LONGEST = Duration.ofMillis(500);

  private final Clock clock;
  private final AtomicLong serial = new AtomicLong();
  private final ConcurrentNavigableMap<Long, Instant> waiting = new ConcurrentSkipListMap<>();

  Backlog(Clock clock) {
    this.clock = clock;
  }

  /** Counts the time from here until the ticket is closed; closing it again does nothing. */
  Ticket enter() {
    long number = serial.incrementAndGet();
    waiting.put(number, clock.instant());
    return () -> waiting.remove(number);
  }

  /** Whether the oldest has waited for so long that no further one may come in. */
  boolean isLate() {
    Map.Entry<Long, Instant> oldest = waiting.firstEntry();
    return oldest != null && oldest.getValue().isBefore(clock.instant().minus(LONGEST));
  }

  /** One that waits, until it is closed. */
  interface Ticket extends AutoCloseable {
    @Override
    void close();
  }
}
