package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Handles a page of events in one transaction, as far as they can be handled together: what is
 * settled leaves the inbox in the same commit, so that a status costs one write of its row and not
 * a transaction of its own.
 */
@Component
class PagePass {

  private final Inbox inbox;
  private final EventHandler handler;
  private final TransactionTemplate transaction;

  PagePass(Inbox inbox, EventHandler handler, PlatformTransactionManager transactions) {
    this.inbox = inbox;
    this.handler = handler;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * What came of a page.
   *
   * @param settled in effect, and off the inbox
   * @param told in effect, and claimed; their workflows have to be told
   * @param left claimed, to be handled one by one
   */
  record Passed(
      List<PendingEvent> settled, Map<PendingEvent, Handled.Told> told, List<PendingEvent> left) {

    int size() {
      return settled.size() + told.size() + left.size();
    }
  }

  /**
   * Takes a page of due events through one transaction.
   *
   * @param lease how long nobody else gets what is left to do
   * @throws RuntimeException when that cannot be done: then nothing has changed
   */
  Passed pass(int limit, Duration lease) {
    return Objects.requireNonNull(transaction.execute(status -> passed(limit, lease)));
  }

  private Passed passed(int limit, Duration lease) {
    List<PendingEvent> page = inbox.lock(limit);
    Map<Long, Handled> handled = handler.handle(page);
    List<PendingEvent> settled = new ArrayList<>();
    List<PendingEvent> claimed = new ArrayList<>();
    for (PendingEvent event : page) {
      boolean over = handled.get(event.id()) instanceof Handled.Settled;
      (over ? settled : claimed).add(event);
    }
    inbox.done(settled.stream().map(PendingEvent::id).toList());
    Map<PendingEvent, Handled.Told> told = new LinkedHashMap<>();
    List<PendingEvent> left = new ArrayList<>();
    for (PendingEvent event : inbox.claim(claimed, lease)) {
      if (handled.get(event.id()) instanceof Handled.Told tell) {
        told.put(event, tell);
      } else {
        left.add(event);
      }
    }
    return new Passed(settled, told, left);
  }
}
