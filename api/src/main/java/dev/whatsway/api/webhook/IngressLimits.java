package dev.whatsway.api.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Bounds what anyone may make us do before a signature is checked: bytes of bodies in memory at a
 * time, bodies that are still to be checked, which hold a thread of the web server each, and an
 * address with many wrong signatures in a minute gets a few only. It is not shut out: a proxy that
 * tells no addresses would shut Meta out with it. What Meta sends and is turned away comes again,
 * since it repeats for days whatever is not answered with 200.
 */
@Component
class IngressLimits {

  private static final int ADDRESSES = 10_000;
  private static final int SUSPECTS = 4;

  /** Of the web server's 200 threads, so that some are left for whatever else it serves. */
  static final int UNVERIFIED = 150;

  /** A body of Meta's is checked in less, so a burst waits for places and is not turned away. */
  private static final Duration PLACE = Duration.ofMillis(200);

  private static final int KILOBYTE = 1024;

  /** In kilobytes, of what has come: what a request says that its body will have takes none. */
  private final Semaphore memory;

  private final Semaphore unverified = new Semaphore(UNVERIFIED);
  private final Semaphore suspects = new Semaphore(SUSPECTS);
  private final int refusedPerMinute;
  private final Clock clock;
  private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
  private volatile long minute;

  IngressLimits(
      @Value("${whatsway.webhooks.memory}") DataSize memory,
      @Value("${whatsway.webhooks.refused-per-minute}") int refusedPerMinute,
      Clock clock) {
    this.memory = new Semaphore((int) memory.toKilobytes());
    this.refusedPerMinute = refusedPerMinute;
    this.clock = clock;
  }

  /**
   * Lets one body in. It has no room yet: see {@link Room#grow}.
   *
   * @return to be closed when the body is done with; null where the address gets no further one, or
   *     too many are still to be checked
   */
  @Nullable Room enter(String address) {
    boolean suspect = isSuspect(address);
    if (suspect && !suspects.tryAcquire()) {
      return null;
    }
    if (!place()) {
      if (suspect) {
        suspects.release();
      }
      return null;
    }
    return new Room(suspect);
  }

  private boolean place() {
    try {
      return unverified.tryAcquire(PLACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The room of one body, of one thread. */
  final class Room implements AutoCloseable {

    private final boolean suspect;
    private int kilobytes;
    private boolean checked;

    private Room(boolean suspect) {
      this.suspect = suspect;
    }

    /**
     * Takes room for what has come, so that whoever announces much and sends little holds little.
     *
     * @param bytes of the body so far
     * @return false where there is none left: the body must be given up, since it may be the one
     *     that the others wait for
     */
    boolean grow(long bytes) {
      int more = (int) (bytes / KILOBYTE) + 1 - kilobytes;
      if (more > 0 && !memory.tryAcquire(more)) {
        return false;
      }
      kilobytes += Math.max(more, 0);
      return true;
    }

    /** Leaves the place of a body that is still to be checked. */
    void verified() {
      if (!checked) {
        checked = true;
        unverified.release();
      }
    }

    @Override
    public void close() {
      verified();
      memory.release(kilobytes);
      kilobytes = 0;
      if (suspect) {
        suspects.release();
      }
    }
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
