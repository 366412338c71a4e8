package dev.whatsway.workers.webhook;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.store.channel.LockedSecretException;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.PagePass.Passed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Empties the inbox: claims a page of events, carries each into the ledger, then tells each message
 * workflow once what happened to its message. An event leaves the inbox only after all of that, so
 * a crash in between repeats it; nothing in it minds. Temporal may be down: the ledger moves on,
 * and the events stay until their workflows could be told.
 */
@Component
class WebhookDispatcher {

  private static final Logger log = LoggerFactory.getLogger(WebhookDispatcher.class);

  static final int PAGE = 250;

  /** Longer than a page takes. One that lasts longer is handled twice, which changes nothing. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** Tries after which an event that cannot be handled is set aside. */
  private static final int POISON = 5;

  /** PostgreSQL's class of errors about values that are too large or too complex. */
  private static final String LIMIT_EXCEEDED = "54";

  private static final String TEMPORAL_AWAY = "Temporal does not answer.";

  /** How long nobody is told after a call that was not answered; doubles with each further one. */
  private static final Duration FIRST_REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofSeconds(8);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Inbox inbox;
  private final PagePass pages;
  private final EventHandler handler;
  private final MessageSignals signals;
  private final Timer lag;
  private final Counter setAside;
  private final Clock clock;
  private volatile Instant awayUntil = Instant.EPOCH;
  private volatile Duration rest = FIRST_REST;

  WebhookDispatcher(
      Inbox inbox,
      PagePass pages,
      EventHandler handler,
      MessageSignals signals,
      MeterRegistry meters,
      Clock clock) {
    this.inbox = inbox;
    this.pages = pages;
    this.handler = handler;
    this.signals = signals;
    this.lag =
        Timer.builder("whatsway.webhook.lag")
            .description("From acknowledged to in effect")
            .publishPercentileHistogram()
            .register(meters);
    this.setAside = meters.counter("whatsway.webhook.set_aside");
    this.clock = clock;
  }

  /**
   * Handles one page.
   *
   * @return how many events it held; 0 when none is due
   * @throws RuntimeException when PostgreSQL does not answer; what was claimed is due again when
   *     the lease ends
   */
  int dispatch() {
    Passed page = passed();
    page.settled().forEach(this::timed);
    List<Long> done = new ArrayList<>();
    Map<UUID, Telling> tellings = new LinkedHashMap<>();
    page.told().forEach((event, told) -> tellings(tellings, event, told));
    for (PendingEvent event : page.left()) {
      handle(event, done, tellings);
    }
    tell(tellings, done);
    inbox.done(done);
    return page.size();
  }

  /** Where one event of a page keeps all of it from being handled together, none is. */
  private Passed passed() {
    try {
      return pages.pass(PAGE, LEASE);
    } catch (RuntimeException e) {
      if (isAway(e)) {
        throw e;
      }
      log.warn("A page of webhook events is handled one by one", withoutMessage(e));
      return new Passed(List.of(), Map.of(), inbox.claim(PAGE, LEASE));
    }
  }

  private static void tellings(Map<UUID, Telling> tellings, PendingEvent event, Handled.Told told) {
    Telling telling = tellings.computeIfAbsent(told.messageId(), id -> new Telling());
    telling.events.add(told.event());
    telling.sources.add(event);
  }

  private void handle(PendingEvent event, List<Long> done, Map<UUID, Telling> tellings) {
    Handled handled;
    try {
      handled = handler.handle(event);
    } catch (RuntimeException e) {
      if (isAway(e)) {
        throw e;
      }
      failed(event, e);
      return;
    }
    if (handled instanceof Handled.Told told) {
      tellings(tellings, event, told);
    } else if (handled instanceof Handled.TooEarly) {
      inbox.later(event.id(), clock.instant().plus(pause(event)), "Its message is not there yet.");
    } else {
      finished(event, done);
    }
  }

  private void tell(Map<UUID, Telling> tellings, List<Long> done) {
    for (Map.Entry<UUID, Telling> entry : tellings.entrySet()) {
      Telling telling = entry.getValue();
      // One unanswered call takes as long as its timeout: the others need not try as well, or the
      // ledger, which needs no Temporal, would fall behind by that time for each page.
      boolean away = clock.instant().isBefore(awayUntil) || !told(entry.getKey(), telling.events);
      for (PendingEvent event : telling.sources) {
        if (away) {
          inbox.later(event.id(), clock.instant().plus(pause(event)), TEMPORAL_AWAY);
        } else {
          finished(event, done);
        }
      }
    }
  }

  private boolean told(UUID message, List<MessageEvent> events) {
    try {
      signals.tell(message, events);
      if (!rest.equals(FIRST_REST)) {
        rest = FIRST_REST;
        inbox.hasten(TEMPORAL_AWAY);
      }
      return true;
    } catch (RuntimeException e) {
      log.warn("Message workflows cannot be told for now: {}", e.getClass().getName());
      awayUntil = clock.instant().plus(rest);
      rest = rest.compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
      return false;
    }
  }

  private void finished(PendingEvent event, List<Long> done) {
    done.add(event.id());
    timed(event);
  }

  private void timed(PendingEvent event) {
    lag.record(Duration.between(event.receivedAt(), clock.instant()));
  }

  private void failed(PendingEvent event, RuntimeException e) {
    // The message may quote what somebody wrote; the class and the place are enough to find it.
    log.warn("Webhook event {} failed on try {}", event.id(), event.tries(), withoutMessage(e));
    String error = e.getClass().getName();
    // A key that is missing comes back; what somebody said meanwhile must not be set aside.
    if (event.tries() < POISON || e instanceof LockedSecretException) {
      inbox.later(event.id(), clock.instant().plus(pause(event)), error);
    } else {
      inbox.setAside(event.id(), error);
      setAside.increment();
    }
  }

  private static boolean isAway(RuntimeException e) {
    return e instanceof TransactionException
        || isBroken(e)
        || (e instanceof DataAccessException && !(e instanceof NonTransientDataAccessException));
  }

  /** Spring counts a broken connection as final; of its kind only a value too large is so. */
  private static boolean isBroken(RuntimeException e) {
    return e instanceof DataAccessResourceFailureException
        && !(e.getCause() instanceof SQLException cause
            && String.valueOf(cause.getSQLState()).startsWith(LIMIT_EXCEEDED));
  }

  private static Throwable withoutMessage(RuntimeException e) {
    Throwable bare = new IllegalStateException(e.getClass().getName());
    bare.setStackTrace(e.getStackTrace());
    return bare;
  }

  private static Duration pause(PendingEvent event) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(event.tries() - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static final class Telling {
    private final List<MessageEvent> events = new ArrayList<>();
    private final List<PendingEvent> sources = new ArrayList<>();
  }
}
