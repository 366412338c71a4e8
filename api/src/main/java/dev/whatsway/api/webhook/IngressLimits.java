package dev.whatsway.api.webhook;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Bounds what anyone may make us do before a signature is checked: bodies in memory at a time, and
 * wrong signatures an address and minute. What Meta sends and is turned away comes again, since it
 * repeats for days whatever is not answered with 200.
 */
@Component
class IngressLimits {

  private static final int ADDRESSES = 10_000;

  private final Semaphore bodies;
  private final int refusedPerMinute;
  private final Clock clock;
  private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
  private volatile long minute;

  IngressLimits(
      @Value("${whatsway.webhooks.bodies}") int bodies,
      @Value("${whatsway.webhooks.refused-per-minute}") int refusedPerMinute,
      Clock clock) {
    this.bodies = new Semaphore(bodies);
    this.refusedPerMinute = refusedPerMinute;
    this.clock = clock;
  }

  /** Takes room for one body; false where there is none. To be given back with {@link #leave}. */
  boolean enter() {
    return bodies.tryAcquire();
  }

  void leave() {
    bodies.release();
  }

  /** Whether the address has been refused too often in this minute. */
  boolean isShutOut(String address) {
    beginMinute();
    AtomicInteger times = refused.get(address);
    return times != null && times.get() >= refusedPerMinute;
  }

  void noteRefused(String address) {
    beginMinute();
    if (refused.size() < ADDRESSES || refused.containsKey(address)) {
      refused.computeIfAbsent(address, first -> new AtomicInteger()).incrementAndGet();
    }
  }

  private void beginMinute() {
    long now = clock.instant().getEpochSecond() / 60;
    if (now != minute) {
      // Two threads may both clear it: a few refusals are forgotten, which costs nothing.
      minute = now;
      refused.clear();
    }
  }
}
