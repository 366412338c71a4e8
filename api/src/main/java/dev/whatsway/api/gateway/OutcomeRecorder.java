package dev.whatsway.api.gateway;

import dev.whatsway.store.gateway.GatewayLedger;
import dev.whatsway.store.gateway.GatewayOutcome;
import dev.whatsway.store.gateway.StoredAnswer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how calls ended. Where PostgreSQL is away, the client gets its answer all the same; the
 * record is tried again, and without it the message counts as unknown.
 */
final class OutcomeRecorder {

  private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);
  private static final int MOST_TRIES = 6;

  private final GatewayLedger ledger;
  private final Executor work;
  private final ScheduledExecutorService later;

  OutcomeRecorder(GatewayLedger ledger, Executor work, ScheduledExecutorService later) {
    this.ledger = ledger;
    this.work = work;
    this.later = later;
  }

  /** Records it before the client gets its answer. */
  void record(Ended ended) {
    record(ended, 1);
  }

  /**
   * Records it while the client gets its answer. Whatever ends this process before it is written
   * would have ended it before the answer, too: the message is unknown then.
   */
  void recordMeanwhile(Ended ended) {
    try {
      work.execute(() -> record(ended, 1));
    } catch (RejectedExecutionException closing) {
      record(ended, 1);
    }
  }

  private void record(Ended ended, int tried) {
    try {
      ledger.finish(ended.message, ended.attempt, ended.outcome, ended.kept);
    } catch (RuntimeException away) {
      log.warn(
          "The end of message {} could not be recorded, {} times so far: {}",
          ended.message,
          tried,
          away.getClass().getName());
      if (tried < MOST_TRIES) {
        again(ended, tried);
      }
    }
  }

  private void again(Ended ended, int tried) {
    try {
      later.schedule(
          () -> work.execute(() -> record(ended, tried + 1)), 1L << tried, TimeUnit.SECONDS);
    } catch (RejectedExecutionException closing) {
      log.warn("The end of message {} was not recorded; it counts as unknown.", ended.message);
    }
  }

  /**
   * How a message's last call ended.
   *
   * @param kept the answer for a repetition with the same key; null for none
   */
  record Ended(UUID message, UUID attempt, GatewayOutcome outcome, @Nullable StoredAnswer kept) {}
}
