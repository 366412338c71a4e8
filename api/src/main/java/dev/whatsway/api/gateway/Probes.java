package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.template.TemplateCategories.Known;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets one send find out about an unknown template while the others wait for its word: in this
 * process in a queue, between processes by a lease in PostgreSQL. Each probe that teaches nothing
 * makes room for two (1, 2, 4, 8 … at once), so that a crowd whose sends teach nothing is through
 * in a few rounds. Nobody waits longer than a call may take; whoever did goes on without a word.
 */
@Component
class Probes {

  private static final Logger log = LoggerFactory.getLogger(Probes.class);

  /** Longer than a call with its turn, so that a lease ends only where its process has died. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int MOST_ROOM = 10_000;

  private final CategoryCache cache;
  private final GatewayMetrics metrics;
  private final Duration patience;
  private final Duration quiet;
  private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();
  private final AtomicLong swept = new AtomicLong(System.nanoTime());

  @Autowired
  Probes(CategoryCache cache, GatewayMetrics metrics) {
    this(cache, metrics, PATIENCE, QUIET);
  }

  /**
   * @param quiet after which it is forgotten that a template's probes taught nothing
   */
  Probes(CategoryCache cache, GatewayMetrics metrics, Duration patience, Duration quiet) {
    this.cache = cache;
    this.metrics = metrics;
    this.patience = patience;
    this.quiet = quiet;
  }

  /** What a send goes by; to be closed when the send is over, whatever became of it. */
  static final class Ticket {

    private final SmartRouter.Category category;
    private final @Nullable Flight flight;
    private final @Nullable UUID lease;

    /** Guarded by the flight. */
    private boolean ended;

    private Ticket(SmartRouter.Category category, @Nullable Flight flight, @Nullable UUID lease) {
      this.category = category;
      this.flight = flight;
      this.lease = lease;
    }

    SmartRouter.Category category() {
      return category;
    }

    /** Tells those who wait what the call has taught. */
    void learnt(boolean marketing) {
      if (flight != null) {
        flight.end(this, marketing ? SmartRouter.Category.MARKETING : SmartRouter.Category.OTHER);
      }
    }

    /**
     * To be called as soon as a call is answered that taught nothing: the next ones need not wait
     * for what is left of this send. After {@link #learnt} it changes nothing.
     */
    void taughtNothing() {
      if (flight != null) {
        flight.endWithout(this);
      }
    }

    /** Where nothing was learnt, lets the next ones try. */
    void close() {
      taughtNothing();
      if (flight != null && lease != null) {
        // After a word, too: it may not have been kept. Where it was, there is nothing to free.
        flight.release(lease);
      }
    }
  }

  /** A ticket of a send that asks for no word. */
  Ticket without(SmartRouter.Category category) {
    return new Ticket(category, null, null);
  }

  /** Completes with a ticket, on a thread that nobody else waits for; never fails. */
  CompletableFuture<Ticket> enter(Key key) {
    sweep();
    CompletableFuture<Ticket> promise = new CompletableFuture<>();
    CompletableFuture<Ticket> awake = promise.thenApplyAsync(ticket -> ticket, cache.waking());
    promise.completeOnTimeout(
        without(SmartRouter.Category.UNKNOWN), patience.toNanos(), TimeUnit.NANOSECONDS);
    // A flight that has ended in between takes nobody any more; the next one does.
    while (!flights.computeIfAbsent(key, Flight::new).enter(promise)) {
      Thread.onSpinWait();
    }
    return awake;
  }

  private void sweep() {
    long last = swept.get();
    long now = System.nanoTime();
    if (now - last > quiet.toNanos() && swept.compareAndSet(last, now)) {
      flights.values().forEach(Flight::forgetWhereQuiet);
    }
  }

  /** The probes of one template in this process, and who waits for them. */
  private final class Flight {

    private final Key key;
    private final Queue<CompletableFuture<Ticket>> waiting = new ArrayDeque<>();
    private int room = 1;
    private int underWay;
    private boolean over;
    private long touched = System.nanoTime();

    Flight(Key key) {
      this.key = key;
    }

    /** Returns false where the flight is over. */
    synchronized boolean enter(CompletableFuture<Ticket> promise) {
      if (over) {
        return false;
      }
      if (isQuiet()) {
        room = 1;
      }
      touched = System.nanoTime();
      waiting.add(promise);
      admit();
      return true;
    }

    synchronized void forgetWhereQuiet() {
      if (isQuiet()) {
        finish(SmartRouter.Category.UNKNOWN);
      }
    }

    private boolean isQuiet() {
      return underWay == 0 && System.nanoTime() - touched > quiet.toNanos();
    }

    /** A probe has taught something. */
    synchronized void end(Ticket ticket, SmartRouter.Category word) {
      if (!ticket.ended) {
        ticket.ended = true;
        underWay--;
        finish(word);
      }
    }

    /** A probe has taught nothing. */
    void endWithout(Ticket ticket) {
      synchronized (this) {
        if (ticket.ended) {
          return;
        }
        ticket.ended = true;
        underWay--;
        room = Math.min(room + 1, MOST_ROOM);
        touched = System.nanoTime();
        admit();
      }
      if (ticket.lease != null) {
        release(ticket.lease);
      }
    }

    void release(UUID lease) {
      cache.release(key, lease);
    }

    /**
     * Lets in as many as there is room for. Only the first probe needs the lease: once one has
     * taught nothing, another process must not wait for all of this one's.
     */
    private void admit() {
      while (!over && underWay < room && !waiting.isEmpty()) {
        underWay++;
        if (room == 1) {
          lead();
        } else if (!pass(null)) {
          underWay--;
        }
      }
    }

    /** Gives the place under way to the first who still waits; returns false where nobody does. */
    private boolean pass(@Nullable UUID lease) {
      Ticket ticket = new Ticket(SmartRouter.Category.UNKNOWN, this, lease);
      for (CompletableFuture<Ticket> next = waiting.poll(); next != null; next = waiting.poll()) {
        if (next.complete(ticket)) {
          metrics.probed();
          return true;
        }
      }
      return false;
    }

    /** Of this process the place is taken; it may still be another process's. */
    private void lead() {
      try {
        UUID lease = UUID.randomUUID();
        cache
            .lease(key, lease, LEASE)
            .thenComposeAsync(leased -> leased(leased, lease), cache.waking())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    broken(failure);
                  }
                });
      } catch (RuntimeException | Error failure) {
        broken(failure);
      }
    }

    private CompletableFuture<Void> leased(@Nullable Boolean leased, UUID lease) {
      if (leased == null || leased) {
        // Without PostgreSQL there is at least only one of this process.
        begin(leased == null ? null : lease);
        return CompletableFuture.completedFuture(null);
      }
      return cache.look(key).thenAcceptAsync(this::follow, cache.waking());
    }

    private void begin(@Nullable UUID lease) {
      boolean begun;
      synchronized (this) {
        begun = !over && pass(lease);
        if (!begun) {
          underWay--;
        }
      }
      if (!begun && lease != null) {
        release(lease);
      }
    }

    private synchronized void follow(@Nullable Known known) {
      Boolean marketing = known == null ? null : known.marketing();
      waiting.removeIf(CompletableFuture::isDone);
      if (over || waiting.isEmpty()) {
        underWay--;
      } else if (marketing != null) {
        underWay--;
        finish(marketing ? SmartRouter.Category.MARKETING : SmartRouter.Category.OTHER);
      } else {
        CompletableFuture.delayedExecutor(
                LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS, cache.waking())
            .execute(this::lead);
      }
    }

    /** Nobody waits for what does not come. */
    private synchronized void broken(Throwable failure) {
      log.error("A probe could not begin: {}", failure.getClass().getName());
      underWay--;
      finish(SmartRouter.Category.UNKNOWN);
    }

    private void finish(SmartRouter.Category word) {
      over = true;
      flights.remove(key, this);
      for (CompletableFuture<Ticket> next = waiting.poll(); next != null; next = waiting.poll()) {
        next.complete(without(word));
      }
    }
  }
}
