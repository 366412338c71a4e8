package dev.whatsway.workers.webhook;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.store.campaign.LinkClicks;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusLedger.Applied;
import dev.whatsway.workers.sending.GraphErrorClassifier;
import dev.whatsway.workers.sending.StopRefusals;
import dev.whatsway.workers.webhook.WebhookFact.LinkClick;
import dev.whatsway.workers.webhook.WebhookFact.MessageUpdate;
import dev.whatsway.workers.webhook.WebhookFact.Preference;
import dev.whatsway.workers.webhook.WebhookFact.Unused;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries one event's effect into PostgreSQL. Every effect may be repeated without harm. */
@Component
class EventHandler {

  /**
   * How long an event waits for its message. A webhook may overtake the record of Meta's answer,
   * which is tried for 20 s and again after a restart of the worker. Later than this, it is of a
   * message that somebody else sent from the same number.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final WebhookParser parser;
  private final StatusLedger ledger;
  private final MarketingPreferences preferences;
  private final LinkClicks clicks;
  private final Stops stops;
  private final Inbox inbox;
  private final TransactionTemplate transaction;
  private final MeterRegistry meters;
  private final Clock clock;

  EventHandler(
      WebhookParser parser,
      StatusLedger ledger,
      MarketingPreferences preferences,
      LinkClicks clicks,
      Stops stops,
      Inbox inbox,
      PlatformTransactionManager transactions,
      MeterRegistry meters,
      Clock clock) {
    this.parser = parser;
    this.ledger = ledger;
    this.preferences = preferences;
    this.clicks = clicks;
    this.stops = stops;
    this.inbox = inbox;
    this.transaction = new TransactionTemplate(transactions);
    this.meters = meters;
    this.clock = clock;
  }

  /** What is left to do with an event. */
  sealed interface Handled {
    /** Nothing. */
    record Settled() implements Handled {}

    /** The message's workflow has to be told. */
    record Told(UUID messageId, MessageEvent event) implements Handled {}

    /** Its message is not there yet. */
    record TooEarly() implements Handled {}
  }

  Handled handle(PendingEvent event) {
    WebhookFact fact = parser.read(event);
    if (fact instanceof MessageUpdate message) {
      return update(event, message);
    }
    if (fact instanceof LinkClick click) {
      transaction.executeWithoutResult(
          status -> {
            if (inbox.finish(event.id())) {
              clicks.count(click.phoneNumberId(), click.at());
            }
          });
    } else if (fact instanceof Preference preference) {
      store(preference);
    } else if (fact instanceof Unused unused) {
      meters.counter("whatsway.webhook.unused", "what", unused.what()).increment();
    }
    return new Handled.Settled();
  }

  private Handled update(PendingEvent event, MessageUpdate message) {
    Optional<Applied> applied = ledger.apply(message.update());
    if (applied.isEmpty()) {
      if (clock.instant().isBefore(event.receivedAt().plus(PATIENCE))) {
        return new Handled.TooEarly();
      }
      meters.counter("whatsway.webhook.unused", "what", "message of somebody else").increment();
      return new Handled.Settled();
    }
    // On a later try the ledger has it already, but nobody may have told the workflow.
    if (!applied.get().changed() && event.tries() == 1) {
      return new Handled.Settled();
    }
    stop(applied.get().messageId(), message.update().event());
    return applied.get().hasWorkflow()
        ? new Handled.Told(applied.get().messageId(), message.update().event())
        : new Handled.Settled();
  }

  /** A failure may say that every other message of its template or account will fail too. */
  private void stop(UUID messageId, MessageEvent event) {
    Failure failure = event.failure();
    if (failure == null) {
      return;
    }
    Refusal refusal =
        StopRefusals.of(GraphErrorClassifier.classifyWebhook(failure.code()), failure.code());
    if (refusal != null) {
      stops.open(messageId, refusal);
    }
  }

  private void store(Preference preference) {
    if (preference.stop()) {
      preferences.stop(preference.phoneNumberId(), preference.phone(), preference.at());
    } else {
      preferences.resume(preference.phoneNumberId(), preference.phone(), preference.at());
    }
  }
}
