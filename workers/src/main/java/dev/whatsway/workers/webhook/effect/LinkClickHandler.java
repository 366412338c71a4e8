package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.campaign.LinkClicks;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.LinkClick;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts a click that Meta tells without its message. */
@Component
public class LinkClickHandler implements FactHandler<LinkClick> {

  private final LinkClicks clicks;
  private final Inbox inbox;
  private final TransactionTemplate transaction;

  public LinkClickHandler(LinkClicks clicks, Inbox inbox, PlatformTransactionManager transactions) {
    this.clicks = clicks;
    this.inbox = inbox;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public Class<LinkClick> handles() {
    return LinkClick.class;
  }

  @Override
  public Handled handle(PendingEvent event, LinkClick click) {
    transaction.executeWithoutResult(
        status -> {
          if (inbox.finish(event.id())) {
            clicks.count(click.phoneNumberId(), click.at());
          }
        });
    return new Handled.Settled();
  }
}
