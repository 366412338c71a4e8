package dev.whatsway.workers.webhook.effect;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.TrackedClick;
import org.springframework.stereotype.Component;

/** Marks a message as clicked, once, and tells its workflow. */
@Component
public class TrackedClickHandler implements FactHandler<TrackedClick> {

  private final LedgerUpdates ledger;

  public TrackedClickHandler(LedgerUpdates ledger) {
    this.ledger = ledger;
  }

  @Override
  public Class<TrackedClick> handles() {
    return TrackedClick.class;
  }

  @Override
  public Handled handle(PendingEvent event, TrackedClick click) {
    MessageEvent clicked = new MessageEvent(Kind.CLICKED, click.at(), null);
    return ledger.apply(event, new StatusUpdate(click.attemptId(), null, clicked, null, null));
  }
}
