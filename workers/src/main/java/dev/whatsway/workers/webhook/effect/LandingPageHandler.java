package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.campaign.LinkClicks;
import dev.whatsway.store.campaign.LinkClicks.Metric;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.LandingPageView;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts a view of the page behind a link, apart from the clicks: a click may have none. */
@Component
public class LandingPageHandler implements FactHandler<LandingPageView> {

  private final LinkClicks clicks;
  private final Inbox inbox;
  private final TransactionTemplate transaction;

  public LandingPageHandler(
      LinkClicks clicks, Inbox inbox, PlatformTransactionManager transactions) {
    this.clicks = clicks;
    this.inbox = inbox;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public Class<LandingPageView> handles() {
    return LandingPageView.class;
  }

  @Override
  public Handled handle(PendingEvent event, LandingPageView view) {
    transaction.executeWithoutResult(
        status -> {
          if (inbox.finish(event.id())) {
            clicks.count(Metric.LANDING_PAGE_VIEWS, view.phoneNumberId(), view.at());
          }
        });
    return new Handled.Settled();
  }
}
