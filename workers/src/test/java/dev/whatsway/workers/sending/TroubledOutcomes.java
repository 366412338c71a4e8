package dev.whatsway.workers.sending;

import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.OutcomeLedger;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Records outcomes in a database that is away as often as a test says. */
final class TroubledOutcomes extends OutcomeLedger {

  private final AtomicInteger trouble;

  /**
   * @param trouble how often it is away yet
   */
  TroubledOutcomes(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock,
      AtomicInteger trouble) {
    super(jdbc, transactions, clock);
    this.trouble = trouble;
  }

  @Override
  public Set<UUID> record(Collection<? extends AttemptOutcome> ended) {
    if (trouble.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new DataAccessResourceFailureException("away");
    }
    return super.record(ended);
  }
}
