package dev.whatsway.api.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long a send took, and how much of it was Meta's or a wait for the number's turn. */
final class SendTimer {

  private final long began = System.nanoTime();
  private final AtomicLong others = new AtomicLong();

  /** Starts a time that is not the gateway's own. */
  Runnable pause() {
    long from = System.nanoTime();
    return () -> others.addAndGet(System.nanoTime() - from);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  Duration own() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - began - others.get()));
  }
}
