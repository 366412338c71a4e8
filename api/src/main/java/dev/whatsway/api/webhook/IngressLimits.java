package dev.whatsway.api.webhook;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Bounds what anyone may make us do before a signature is checked: bodies in memory at a time, of
 * which an address with many wrong signatures in a minute gets a few only. It is not shut out: a
 * proxy that tells no addresses would shut Meta out with it. What Meta sends and is turned away
 * comes again, since it repeats for days whatever is not answered with 200.
 */
@Component
class IngressLimits {

  private static final int ADDRESSES = 10_000;
  private static final int SUSPECTS = 4;

  private final Semaphore bodies;
  private final Semaphore suspects = new Semaphore(SUSPECTS);
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

  /**
   * Takes room for one body.
   *
   * @return to be released when the body is done with; null where there is no room
   */
  @Nullable Semaphore enter(String address) {
    Semaphore room = isSuspect(address) ? suspects : bodies;
    return room.tryAcquire() ? room : null;
  }

  /** Whether the address has been refused often in this minute. */
  boolean isSuspect(String address) {
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

  /** Begins anew, as with the next minute. */
  void forget() {
    refused.clear();
  }

  private void beginMinute() {
    long now = clock.instant().getEpochSecond() / 60;
    if (now != minute) {
      // Two threads may both clear it: a few refusals are forgotten, which costs nothing.
      minute = now;
      forget();
    }
  }
}
