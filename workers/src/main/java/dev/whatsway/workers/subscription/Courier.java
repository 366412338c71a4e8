package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.Deliveries;
import dev.whatsway.store.subscription.Deliveries.Receiver;
import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.DeliveryResult;
import dev.whatsway.store.subscription.RefusedTargetException;
import dev.whatsway.store.subscription.SigningSecrets;
import dev.whatsway.store.subscription.Subscriptions;
import dev.whatsway.store.subscription.Target;
import dev.whatsway.store.subscription.TargetRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Carries deliveries to their receivers. One thread claims and records; the calls are asynchronous,
 * and each subscription may have so many open and no more: a receiver that is slow fills its own
 * share and delays nobody else. What a process that dies has claimed is due again when its lease
 * ends, so an event may come twice.
 */
@Component
class Courier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Longer than a look-up of the name and the call may take. */
  static final Duration LEASE = Duration.ofSeconds(90);

  private static final long TOGETHER_MILLIS = 10;

  private final Deliveries deliveries;
  private final Subscriptions subscriptions;
  private final TargetRules rules;
  private final EventSender sender;
  private final MeterRegistry meters;
  private final Timer lag;
  private final Clock clock;
  private final int share;

  /** Looking a name up blocks, for one receiver for longer than for another. */
  private final ExecutorService lookUps = Executors.newCachedThreadPool(Courier::thread);

  private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final List<Ended> unrecorded = new ArrayList<>();
  private final Map<UUID, Integer> open = new HashMap<>();

  Courier(
      Deliveries deliveries,
      Subscriptions subscriptions,
      TargetRules rules,
      EventSender sender,
      MeterRegistry meters,
      Clock clock,
      @Value("${whatsway.subscriptions.concurrency}") int share) {
    this.deliveries = deliveries;
    this.subscriptions = subscriptions;
    this.rules = rules;
    this.sender = sender;
    this.meters = meters;
    this.lag =
        Timer.builder("whatsway.subscription.lag")
            .description("From stored to delivered")
            .publishPercentileHistogram()
            .register(meters);
    this.clock = clock;
    this.share = share;
  }

  /**
   * Records what has ended, then starts what is due and fits.
   *
   * @throws RuntimeException when PostgreSQL does not answer; nothing is lost by that
   */
  void round() {
    record();
    for (Receiver receiver : deliveries.due()) {
      int free = share - open.getOrDefault(receiver.id(), 0);
      if (free > 0) {
        start(receiver, deliveries.claim(receiver.id(), free, LEASE));
      }
    }
  }

  /** Waits until calls have ended, or for as long as given. */
  void await(Duration longest) throws InterruptedException {
    Ended first = ended.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      take(first);
      // Those that end at nearly the same time are recorded together.
      Thread.sleep(TOGETHER_MILLIS);
    }
  }

  /** Returns whether calls are open whose end was not recorded. */
  boolean busy() {
    return !open.isEmpty() || !unrecorded.isEmpty();
  }

  void record() {
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      take(next);
    }
    if (unrecorded.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<DeliveryResult> results = unrecorded.stream().map(end -> end.result(now)).toList();
    deliveries.record(results);
    for (int i = 0; i < results.size(); i++) {
      recorded(unrecorded.get(i), results.get(i), now);
    }
    unrecorded.clear();
  }

  private void take(Ended end) {
    unrecorded.add(end);
    open.computeIfPresent(
        end.delivery().subscriptionId(), (id, calls) -> calls == 1 ? null : calls - 1);
  }

  private void recorded(Ended end, DeliveryResult result, Instant now) {
    String word = result.state().equals(Delivery.PENDING) ? "failed" : result.state();
    meters.counter("whatsway.subscription.tries", "result", word).increment();
    if (end.delivered()) {
      lag.record(Duration.between(end.delivery().createdAt(), now));
    } else if (end.gone()) {
      subscriptions.disable(
          end.delivery().subscriptionId(), "The receiver answered 410: it wants no more events.");
    }
  }

  private void start(Receiver receiver, List<Delivery> claimed) {
    if (claimed.isEmpty()) {
      return;
    }
    open.merge(receiver.id(), claimed.size(), Integer::sum);
    lookUps.execute(() -> send(receiver, claimed));
  }

  /** Whatever happens, every delivery ends: else its share of open calls would never be free. */
  private void send(Receiver receiver, List<Delivery> claimed) {
    Target target;
    SigningSecrets secrets;
    try {
      target = rules.check(receiver.url());
      secrets = subscriptions.secrets(receiver.id());
    } catch (RefusedTargetException e) {
      claimed.forEach(delivery -> end(delivery, null, "The url " + e.getMessage()));
      return;
    } catch (RuntimeException e) {
      log.warn("Events cannot be signed for now: {}", e.getClass().getName());
      claimed.forEach(delivery -> end(delivery, null, "The event could not be signed."));
      return;
    }
    for (Delivery delivery : claimed) {
      try {
        sender
            .send(target, delivery, secrets)
            .whenComplete(
                (status, error) -> end(delivery, status, error == null ? null : words(error)));
      } catch (RuntimeException e) {
        end(delivery, null, words(e));
      }
    }
  }

  private void end(Delivery delivery, @Nullable Integer status, @Nullable String error) {
    ended.add(new Ended(delivery, status, error));
  }

  private static String words(Throwable thrown) {
    Throwable error =
        thrown.getCause() != null && thrown instanceof CompletionException
            ? thrown.getCause()
            : thrown;
    if (error instanceof TimeoutException
        || error instanceof SocketTimeoutException
        || error instanceof CancellationException) {
      return "No answer in time.";
    }
    // The class alone: a message may name addresses inside of our network.
    return "No answer: " + error.getClass().getSimpleName() + ".";
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "subscription-look-up");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
  }
}
