package dev.whatsway.workers.sending;

import dev.whatsway.store.pacing.SendLimits;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away paid debts of pairs and people whose 24 hours are over; on any number of workers. */
@Component
class LimitHousekeeping {

  private static final Logger log = LoggerFactory.getLogger(LimitHousekeeping.class);
  private static final int AT_ONCE = 500;

  private final SendLimits limits;
  private final Clock clock;

  LimitHousekeeping(SendLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 30, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void forget() {
    try {
      while (limits.forget(clock.instant(), AT_ONCE) == AT_ONCE) {
        log.debug("Cleared away {} rows of limits", AT_ONCE);
      }
    } catch (RuntimeException e) {
      log.warn("Paid debts could not be cleared away: {}", e.getClass().getName());
    }
  }
}
