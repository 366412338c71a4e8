package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.template.TemplateCategories.Known;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets one send find out about an unknown template while the others wait for its word: in this
 * process by a future, between processes by a lease in PostgreSQL. Where it learns nothing, the
 * next one tries. Nobody waits longer than a call may take; whoever did goes on without a word.
 */
@Component
class Probes {

  /** Longer than a call with its turn, so that a lease ends only where its process has died. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final CategoryCache cache;
  private final GatewayMetrics metrics;
  private final Duration patience;
  private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();

  @Autowired
  Probes(CategoryCache cache, GatewayMetrics metrics) {
    this(cache, metrics, PATIENCE);
  }

  Probes(CategoryCache cache, GatewayMetrics metrics, Duration patience) {
    this.cache = cache;
    this.metrics = metrics;
    this.patience = patience;
  }

  /** What a probe came to. */
  private enum Word {
    MARKETING,
    OTHER,
    /** The probe never came to Meta: the next one tries. */
    NOTHING,
    /** Meta has answered and said nothing of the template: everybody finds out for themselves. */
    SILENCE
  }

  /** A probe under way in this process. */
  private record Flight(CompletableFuture<Word> word) {}

  /** What a send goes by; to be closed when the send is over, whatever became of it. */
  final class Ticket {

    private final SmartRouter.Category category;
    private final @Nullable Key key;
    private final @Nullable Flight mine;
    private final boolean leased;

    private Ticket(
        SmartRouter.Category category, @Nullable Key key, @Nullable Flight mine, boolean leased) {
      this.category = category;
      this.key = key;
      this.mine = mine;
      this.leased = leased;
    }

    SmartRouter.Category category() {
      return category;
    }

    /** Tells those who wait what the call has taught. */
    void learnt(boolean marketing) {
      end(marketing ? Word.MARKETING : Word.OTHER);
    }

    /**
     * Tells those who wait that the call has taught nothing. One after the other they would wait
     * for ever where it is the number, or the WABA, that MM refuses.
     */
    void taughtNothing() {
      if (end(Word.SILENCE) && leased && key != null) {
        cache.release(key);
      }
    }

    /** Where there was no word, lets the next one try. */
    void close() {
      if (end(Word.NOTHING) && leased && key != null) {
        cache.release(key);
      }
    }

    private boolean end(Word word) {
      if (mine == null || key == null) {
        return false;
      }
      flights.remove(key, mine);
      return mine.word.complete(word);
    }
  }

  /** A ticket of a send that asks for no word. */
  Ticket without(SmartRouter.Category category) {
    return new Ticket(category, null, null, false);
  }

  /** Completes with a ticket; never fails. */
  CompletableFuture<Ticket> enter(Key key) {
    return enter(key, System.nanoTime() + patience.toNanos());
  }

  private CompletableFuture<Ticket> enter(Key key, long deadline) {
    Flight mine = new Flight(new CompletableFuture<>());
    Flight others = flights.putIfAbsent(key, mine);
    if (others == null) {
      return lead(key, mine, deadline);
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return CompletableFuture.completedFuture(without(SmartRouter.Category.UNKNOWN));
    }
    return others
        .word
        .copy()
        .completeOnTimeout(Word.NOTHING, left, TimeUnit.NANOSECONDS)
        .thenCompose(
            word ->
                word == Word.NOTHING
                    ? enter(key, deadline)
                    : CompletableFuture.completedFuture(without(category(word))));
  }

  /** Of this process it is this one's; it may still be another process's. */
  private CompletableFuture<Ticket> lead(Key key, Flight mine, long deadline) {
    return cache
        .lease(key, LEASE)
        .thenCompose(
            leased -> {
              if (leased == null || leased) {
                // Without PostgreSQL there is at least only one of this process.
                metrics.probed();
                return CompletableFuture.completedFuture(
                    new Ticket(SmartRouter.Category.UNKNOWN, key, mine, leased != null));
              }
              return cache.find(key).thenCompose(known -> follow(key, mine, known, deadline));
            });
  }

  private CompletableFuture<Ticket> follow(
      Key key, Flight mine, @Nullable Known known, long deadline) {
    Boolean marketing = known == null ? null : known.marketing();
    if (marketing != null) {
      Word word = marketing ? Word.MARKETING : Word.OTHER;
      flights.remove(key, mine);
      mine.word.complete(word);
      return CompletableFuture.completedFuture(without(category(word)));
    }
    if (deadline - System.nanoTime() <= 0) {
      flights.remove(key, mine);
      mine.word.complete(Word.NOTHING);
      return CompletableFuture.completedFuture(without(SmartRouter.Category.UNKNOWN));
    }
    Executor later =
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> true, later)
        .thenCompose(again -> lead(key, mine, deadline));
  }

  private static SmartRouter.Category category(Word word) {
    return switch (word) {
      case MARKETING -> SmartRouter.Category.MARKETING;
      case OTHER -> SmartRouter.Category.OTHER;
      case NOTHING, SILENCE -> SmartRouter.Category.UNKNOWN;
    };
  }
}
