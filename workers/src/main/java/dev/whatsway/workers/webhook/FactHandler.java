package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.WebhookFact;

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
}
