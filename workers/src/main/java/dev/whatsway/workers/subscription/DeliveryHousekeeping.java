package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.Deliveries;
import dev.whatsway.store.subscription.DeliveryRetention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears deliveries away; harmless on any number of workers. */
@Component
class DeliveryHousekeeping {

  private static final Logger log = LoggerFactory.getLogger(DeliveryHousekeeping.class);
  private static final Duration DELIVERED = Duration.ofDays(1);

  /** As long as a person may take to find and replay them. */
  private static final Duration DEAD = Duration.ofDays(30);

  private static final Duration DELETED = Duration.ofHours(1);

  private static final int PAGE = 5_000;

  /** What is left waits for the next time: other scheduled work needs the thread. */
  private static final int PAGES = 20;

  private final Deliveries deliveries;
  private final DeliveryRetention retention;
  private final Clock clock;

  DeliveryHousekeeping(Deliveries deliveries, DeliveryRetention retention, Clock clock) {
    this.deliveries = deliveries;
    this.retention = retention;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 30, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void clear() {
    Instant now = clock.instant();
    try {
      all(() -> deliveries.buryOfDisabled(PAGE));
      all(() -> retention.forgetDelivered(now.minus(DELIVERED), PAGE));
      all(() -> retention.forgetDead(now.minus(DEAD), PAGE));
      all(() -> retention.forgetOfDeleted(PAGE));
      retention.forgetDeleted(now.minus(DELETED));
    } catch (RuntimeException e) {
      log.warn("Deliveries could not be cleared away: {}", e.getClass().getName());
    }
  }

  private static void all(IntSupplier page) {
    for (int pages = 1; page.getAsInt() == PAGE && pages < PAGES; pages++) {
      log.debug("Cleared away {} deliveries", PAGE);
    }
  }
}
