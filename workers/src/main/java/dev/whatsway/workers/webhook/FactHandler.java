package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.List;
import java.util.Map;

/**
 * Carries one kind of fact into PostgreSQL. There is at most one handler of a kind; a kind without
 * one is counted. An event may be handled twice, so an effect that repetition would change belongs
 * into the transaction that takes the event off the inbox ({@code Inbox.finish}).
 *
 * @param <F> the kind of fact
 */
public interface FactHandler<F extends WebhookFact> {

  Class<F> handles();

  /**
   * Handles one event.
   *
   * @throws RuntimeException when it cannot: the event is tried again, and in the end set aside
   */
  Handled handle(PendingEvent event, F fact);

  /**
   * Handles many events in the caller's transaction, in which they may be taken off the inbox.
   *
   * @return what is left to do with those that it has handled, by their ids; whatever is missing is
   *     handled alone
   * @throws RuntimeException when it cannot: nothing has happened then, and all are handled alone
   */
  default Map<Long, Handled> handle(List<Read<F>> events) {
    return Map.of();
  }

  /** An event and what it says. */
  record Read<F extends WebhookFact>(PendingEvent event, F fact) {}
}
