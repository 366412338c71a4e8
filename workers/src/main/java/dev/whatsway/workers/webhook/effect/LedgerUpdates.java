package dev.whatsway.workers.webhook.effect;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.gateway.LostCalls.Recognised;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusLedger.Applied;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.message.QuietStatuses;
import dev.whatsway.workers.sending.StopRefusals;
import dev.whatsway.workers.webhook.Handled;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Moves the ledger by what a webhook says of one message, and says who has to be told. */
@Component
public class LedgerUpdates {

  /**
   * How long an event waits for its message. A webhook may overtake the record of Meta's answer,
   * which is tried for 20 s and again after a restart of the worker. Later than this, it is of a
   * message that somebody else sent from the same number.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StatusLedger ledger;
  private final Stops stops;
  private final MeterRegistry meters;
  private final Clock clock;
  private final QuietStatuses quiet;

  @Autowired
  public LedgerUpdates(
      StatusLedger ledger, Stops stops, MeterRegistry meters, Clock clock, QuietStatuses quiet) {
    this.ledger = ledger;
    this.stops = stops;
    this.meters = meters;
    this.clock = clock;
    this.quiet = quiet;
  }

  /** One that has everybody told of every status. */
  public LedgerUpdates(StatusLedger ledger, Stops stops, MeterRegistry meters, Clock clock) {
    this(ledger, stops, meters, clock, QuietStatuses.none());
  }

  /** Applies an update whose message is found by its attempt or wamid. */
  public Handled apply(PendingEvent event, StatusUpdate update) {
    return apply(event, update, applied -> {});
  }

  /**
   * Applies an update whose message is found by its attempt or wamid.
   *
   * @param found told of the message, at each repetition as well, before anybody else is
   */
  public Handled apply(PendingEvent event, StatusUpdate update, Consumer<Applied> found) {
    return apply(event, update, found, now -> Recognised.NONE);
  }

  /**
   * Applies an update whose message is found by its attempt or wamid.
   *
   * @param lastResort asked when no worker can be expected to tell the wamid any more, with the
   *     time it is: whether there is a message with it now, or may be one yet
   */
  Handled apply(
      PendingEvent event,
      StatusUpdate update,
      Consumer<Applied> found,
      Function<Instant, Recognised> lastResort) {
    Optional<Applied> applied = apply(event.accountId(), event.kind(), update);
    if (applied.isEmpty()) {
      Instant now = clock.instant();
      if (now.isBefore(event.receivedAt().plus(PATIENCE))) {
        return new Handled.TooEarly();
      }
      Recognised recognised = lastResort.apply(now);
      if (recognised == Recognised.UNDER_WAY) {
        return new Handled.TooEarly();
      }
      if (recognised == Recognised.GIVEN) {
        applied = apply(event.accountId(), event.kind(), update);
      }
    }
    if (applied.isEmpty()) {
      meters.counter("whatsway.webhook.unused", "what", "message of somebody else").increment();
      return new Handled.Settled();
    }
    Applied message = applied.get();
    found.accept(message);
    // On a later try the ledger has it already, but nobody may have told the workflow.
    boolean tell = message.changed() || (event.tries() > 1 && message.counts());
    if (tell) {
      stop(message.messageId(), update.event());
    }
    return tell && message.hasWorkflow() && !needless(event, update.event(), message)
        ? new Handled.Told(message.messageId(), update.event())
        : new Handled.Settled();
  }

  /** An event that comes again may be one that somebody waits for, and was not told of. */
  private boolean needless(PendingEvent event, MessageEvent told, Applied message) {
    return event.tries() <= 1
        && message.expected()
        && quiet.leaveOut(told.kind(), message.acceptedAt(), clock.instant());
  }

  /**
   * Applies updates, none of which is a failure, in the caller's transaction.
   *
   * @param updates by their events, each of an account's and claimed for the first time
   * @return what is left to do with those whose message is there, by the events' ids
   */
  Map<Long, Handled> apply(Map<PendingEvent, StatusUpdate> updates) {
    List<PendingEvent> events = List.copyOf(updates.keySet());
    List<Optional<Applied>> applied =
        ledger.apply(
            events.stream()
                .map(event -> updates.get(event).of(Objects.requireNonNull(event.accountId())))
                .toList());
    Map<Long, Handled> handled = new HashMap<>();
    for (int place = 0; place < events.size(); place++) {
      PendingEvent event = events.get(place);
      applied
          .get(place)
          .ifPresent(
              message ->
                  handled.put(
                      event.id(),
                      message.changed()
                              && message.hasWorkflow()
                              && !needless(event, updates.get(event).event(), message)
                          ? new Handled.Told(message.messageId(), updates.get(event).event())
                          : new Handled.Settled()));
    }
    return handled;
  }

  /**
   * What Meta tells of a number that is nobody's here is of no message of ours, whatever id it
   * names; a click on a link of ours proves itself.
   */
  private Optional<Applied> apply(@Nullable UUID account, EventKind kind, StatusUpdate update) {
    if (account != null) {
      return ledger.apply(update.of(account));
    }
    return kind == EventKind.CLICK ? ledger.apply(update) : Optional.empty();
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
}
