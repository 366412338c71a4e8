package dev.whatsway.workers.webhook.effect;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Those that tell how far a message has come. A failure may stop a template, a person or a whole
   * account, a repeated event may be one that cannot be handled: each of them alone.
   */
  @Override
  public Map<Long, Handled> handle(List<Read<StatusFact>> events) {
    List<Read<StatusFact>> plain = events.stream().filter(StatusHandler::isPlain).toList();
    Map<Long, Handled> handled =
        ledger.apply(
            plain.stream()
                .collect(
                    toMap(
                        Read::event,
                        read -> read.fact().update(),
                        (a, b) -> a,
                        LinkedHashMap::new)));
    plain.stream()
        .filter(read -> handled.containsKey(read.event().id()))
        .filter(read -> read.fact().update().event().kind() == Kind.SENT)
        // Sorted, so that two pages that meet the same people do not wait for each other.
        .sorted(comparing(read -> String.valueOf(read.fact().recipientUserId())))
        .forEach(read -> meet(read.event(), read.fact()));
    return handled;
  }

  private static boolean isPlain(Read<StatusFact> read) {
    return read.event().tries() == 0
        && read.event().accountId() != null
        && read.fact().update().event().kind() != Kind.FAILED;
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
