package dev.whatsway.workers.webhook.effect;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.graph.Verdict;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.gateway.LostCalls;
import dev.whatsway.store.gateway.LostCalls.Recognised;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.StatusFact;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Moves a message of ours; a failure may say that its recipient has stopped marketing. */
@Component
public class StatusHandler implements FactHandler<StatusFact> {

  private final LedgerUpdates ledger;
  private final MarketingPreferences preferences;
  private final Senders people;
  private final LostCalls lost;

  public StatusHandler(
      LedgerUpdates ledger, MarketingPreferences preferences, Senders people, LostCalls lost) {
    this.ledger = ledger;
    this.preferences = preferences;
    this.people = people;
    this.lost = lost;
  }

  @Override
  public Class<StatusFact> handles() {
    return StatusFact.class;
  }

  @Override
  public Handled handle(PendingEvent event, StatusFact status) {
    MessageEvent told = status.update().event();
    return ledger.apply(
        event,
        status.update(),
        message -> {
          if (stopped(told)) {
            preferences.stop(message.messageId(), told.at());
          }
          if (told.kind() == Kind.SENT) {
            meet(event, status);
          }
        },
        now -> ofLostCall(event, status, now));
  }

  /** A client of the gateway has its own callback data, so a lost answer leaves no id at all. */
  private Recognised ofLostCall(PendingEvent event, StatusFact status, Instant now) {
    UUID account = event.accountId();
    String number = status.phoneNumberId();
    String wamid = status.update().wamid();
    if (account == null || number == null || wamid == null) {
      return Recognised.NONE;
    }
    return lost.recognise(
        account,
        number,
        wamid,
        status.recipient(),
        status.recipientUserId(),
        status.update().event().at(),
        now);
  }

  /** Once a message is enough. It lets a later stop that names the BSUID alone find the number. */
  private void meet(PendingEvent event, StatusFact status) {
    UUID account = event.accountId();
    if (account != null && status.recipient() != null && status.recipientUserId() != null) {
      people.meet(account, status.recipientUserId(), status.recipient());
    }
  }

  private static boolean stopped(MessageEvent event) {
    return event.failure() != null
        && GraphErrorClassifier.classifyWebhook(event.failure().code())
            instanceof Verdict.RecipientPermanent person
        && person.stopped();
  }
}
