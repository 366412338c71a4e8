package dev.whatsway.workers.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Stores what must not be forgotten: retries while the database is away, for as long as the
 * activity may still last. An outcome that is not stored in time is not lost either, only unknown
 * until a webhook tells it.
 */
@Component
class Persistence {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Clock clock;

  Persistence(Clock clock) {
    this.clock = clock;
  }

  void untilStored(Runnable write) {
    untilStored(
        () -> {
          write.run();
          return true;
        });
  }

  <T> T untilStored(Supplier<T> write) {
    Instant end = clock.instant().plus(PATIENCE);
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return write.get();
      } catch (DataAccessException | TransactionException away) {
        if (clock.instant().plus(pause).isAfter(end)) {
          throw away;
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }
}
