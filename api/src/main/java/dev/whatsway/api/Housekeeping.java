package dev.whatsway.api;

import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.gateway.GatewayLedger;
import dev.whatsway.store.gateway.LostCalls;
import dev.whatsway.store.idempotency.IdempotencyKeys;
import dev.whatsway.store.journey.CustomEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Clears away what dead processes and old requests leave; harmless on several processes at once.
 */
@Component
@EnableScheduling
class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final int PAGE = 1_000;
  private static final Duration DEAD = Duration.ofMinutes(10);

  /** Nobody repeats a request after that long. */
  private static final Duration FORGET = Duration.ofDays(7);

  private final Audiences audiences;
  private final IdempotencyKeys keys;
  private final CustomEvents events;
  private final GatewayLedger gateway;
  private final LostCalls lost;
  private final Clock clock;

  Housekeeping(
      Audiences audiences,
      IdempotencyKeys keys,
      CustomEvents events,
      GatewayLedger gateway,
      LostCalls lost,
      Clock clock) {
    this.audiences = audiences;
    this.keys = keys;
    this.events = events;
    this.gateway = gateway;
    this.lost = lost;
    this.clock = clock;
  }

  private static void whileFull(IntSupplier page) {
    while (page.getAsInt() >= PAGE) {
      // The next page.
    }
  }

  @Scheduled(initialDelay = 1, fixedDelay = 5, timeUnit = TimeUnit.MINUTES)
  void run() {
    Instant now = clock.instant();
    try {
      int abandoned = audiences.failAbandoned(now.minus(DEAD), now);
      if (abandoned > 0) {
        log.warn("{} imports were interrupted and have failed.", abandoned);
      }
      keys.forget(now.minus(FORGET));
      events.forget(now.minus(FORGET));
      whileFull(() -> gateway.forget(now.minus(FORGET), PAGE));
      whileFull(() -> lost.settle(now, PAGE));
    } catch (DataAccessException e) {
      // PostgreSQL may be away; the next round comes in five minutes.
      log.warn("Housekeeping was not possible: {}", e.getClass().getName());
    }
  }
}
