package dev.whatsway.simulator;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Meta's pair rate: one message per 6 s from one business number to one person, of which up to 45
 * may be borrowed from the future at once (facts: messages/send-messages). A pair is forgotten as
 * soon as it owes nothing, so memory follows the rate of sending and not the audience.
 */
final class PairLimiter {
  private static final int SMALLEST_PURGE = 10_000;

  private final Clock clock;
  private final Map<Pair, Long> owedUntil = new HashMap<>();
  private int purgeAt = SMALLEST_PURGE;

  private record Pair(String phoneNumberId, String recipient) {}

  PairLimiter(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean tryTake(String phoneNumberId, String recipient, Behaviour.PairRate limit) {
    long now = clock.millis();
    Pair pair = new Pair(phoneNumberId, recipient);
    long owed = Math.max(now, owedUntil.getOrDefault(pair, now));
    if (owed - now > (limit.burst() - 1) * limit.intervalMs()) {
      return false;
    }
    owedUntil.put(pair, owed + limit.intervalMs());
    if (owedUntil.size() > purgeAt) {
      owedUntil.values().removeIf(until -> until <= now);
      purgeAt = Math.max(SMALLEST_PURGE, 2 * owedUntil.size());
    }
    return true;
  }
}
