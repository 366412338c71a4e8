package dev.whatsway.workers.webhook.effect;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.channel.ReceivingNumbers;
import dev.whatsway.store.channel.ReceivingNumbers.ReceivingNumber;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.Replies;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.window.ServiceWindows;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.InboundContent.Edit;
import dev.whatsway.workers.webhook.fact.InboundContent.Revoke;
import dev.whatsway.workers.webhook.fact.InboundContent.SystemNote;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what people send: a word on marketing first, then the window it opens, then the reply. A
 * reply names the message it answers as its context, a reaction inside; one that names none answers
 * the latest message of the same number within 24 hours. Whoever it is from, it is no error.
 */
@Component
public class InboundHandler implements FactHandler<InboundMessage> {

  private final ReceivingNumbers numbers;
  private final Senders senders;
  private final SpokenConsent consent;
  private final ServiceWindows windows;
  private final Replies replies;
  private final LedgerUpdates ledger;

  public InboundHandler(
      ReceivingNumbers numbers,
      Senders senders,
      SpokenConsent consent,
      ServiceWindows windows,
      Replies replies,
      LedgerUpdates ledger) {
    this.numbers = numbers;
    this.senders = senders;
    this.consent = consent;
    this.windows = windows;
    this.replies = replies;
    this.ledger = ledger;
  }

  @Override
  public Class<InboundMessage> handles() {
    return InboundMessage.class;
  }

  @Override
  public Handled handle(PendingEvent event, InboundMessage message) {
    String answered =
        numbers
            .find(message.phoneNumberId())
            .flatMap(number -> Optional.ofNullable(received(number, message)))
            .orElse(message.answers());
    if (answered == null) {
      return new Handled.Settled();
    }
    MessageEvent reply = new MessageEvent(Kind.REPLIED, message.at(), null);
    return ledger.apply(event, new StatusUpdate(null, answered, reply, null, null));
  }

  /** Returns the wamid of the message that it answers, null where there is none. */
  private @Nullable String received(ReceivingNumber number, InboundMessage message) {
    String phone = senders.phone(number.accountId(), message);
    if (message.content() instanceof SystemNote note) {
      senders.meet(number.accountId(), message);
      if (phone != null) {
        senders.follow(number.accountId(), phone, note, message);
      }
      return message.answers();
    }
    // Before anything else, which may fail: a stop must not wait for it.
    consent.heed(number.accountId(), phone, message);
    senders.meet(number.accountId(), message);
    List<UUID> contacts = phone == null ? List.of() : senders.contacts(number.accountId(), phone);
    windows.opened(number.channelId(), contacts, message.at(), message.referral() != null);
    boolean wordOfTheirs =
        !(message.content() instanceof Edit) && !(message.content() instanceof Revoke);
    return message.answers() == null && wordOfTheirs
        ? replies.latest(number.channelId(), contacts, message.at()).orElse(null)
        : message.answers();
  }
}
