package dev.whatsway.simulator;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages per second of one business number: a bucket that refills steadily and holds, by default,
 * one second's worth, so that a sender which is exact on average is not punished for jitter.
 */
final class ThroughputLimiter {
  private static final class Bucket {
    private double tokens;
    private long filledAt;

    Bucket(double tokens, long filledAt) {
      this.tokens = tokens;
      this.filledAt = filledAt;
    }

    synchronized boolean tryTake(Behaviour.Throughput limit, long now) {
      double refill = Math.max(0, now - filledAt) / 1000.0 * limit.perSecond();
      tokens = Math.min(limit.burst(), tokens + refill);
      filledAt = Math.max(filledAt, now);
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }

  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  ThroughputLimiter(Clock clock) {
    this.clock = clock;
  }

  boolean tryTake(String phoneNumberId, Behaviour.Throughput limit) {
    long now = clock.millis();
    return buckets
        .computeIfAbsent(phoneNumberId, id -> new Bucket(limit.burst(), now))
        .tryTake(limit, now);
  }
}
