package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.Handled;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries what happened to an account into PostgreSQL: effect, log and the event's leave of the
 * inbox in one transaction, so that each happens once however often the event is tried.
 */
@Component
public class Effects {

  private final Inbox inbox;
  private final EventLog log;
  private final TransactionTemplate transaction;
  private final MeterRegistry meters;

  public Effects(
      Inbox inbox, EventLog log, PlatformTransactionManager transactions, MeterRegistry meters) {
    this.inbox = inbox;
    this.log = log;
    this.transaction = new TransactionTemplate(transactions);
    this.meters = meters;
  }

  /**
   * Carries out an effect once.
   *
   * @param effect given the account; what opens a stop comes first in it, what writes the log last;
   *     see {@code StopBarrier} and {@code EventLog}
   */
  Handled once(PendingEvent event, Consumer<UUID> effect) {
    UUID account = event.accountId();
    if (account == null) {
      // Nobody here has a number in its WABA, or another app than theirs has signed it.
      meters.counter("whatsway.webhook.unused", "what", "of no account").increment();
      return new Handled.Settled();
    }
    transaction.executeWithoutResult(
        status -> {
          // Whoever else handles the event waits here, and then finds it done.
          if (inbox.finish(event.id())) {
            log.because(event.id());
            effect.accept(account);
          }
        });
    return new Handled.Settled();
  }
}
