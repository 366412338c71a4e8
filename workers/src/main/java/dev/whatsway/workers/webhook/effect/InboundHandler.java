package dev.whatsway.workers.webhook.effect;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import org.springframework.stereotype.Component;

/** A reply to a message of ours names it as its context; a reaction names it inside. */
@Component
public class InboundHandler implements FactHandler<InboundMessage> {

  private final LedgerUpdates ledger;

  public InboundHandler(LedgerUpdates ledger) {
    this.ledger = ledger;
  }

  @Override
  public Class<InboundMessage> handles() {
    return InboundMessage.class;
  }

  @Override
  public Handled handle(PendingEvent event, InboundMessage message) {
    String answered = message.answers();
    if (answered == null) {
      return new Handled.Settled();
    }
    MessageEvent reply = new MessageEvent(Kind.REPLIED, message.at(), null);
    return ledger.apply(event, new StatusUpdate(null, answered, reply, null, null));
  }
}
