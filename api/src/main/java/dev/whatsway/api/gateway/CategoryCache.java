package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories;
import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.template.TemplateCategories.Known;
import dev.whatsway.store.template.TemplateCategories.Source;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is known of templates, as all instances share it. It never holds up a send: what does not
 * answer within a quarter of a second counts as knowing nothing.
 */
@Component
class CategoryCache implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CategoryCache.class);

  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final int READERS = 3;
  private static final int WAKERS = 2;
  private static final int MOST_WAITING = 2_000;

  private final TemplateCategories categories;
  private final GatewayMetrics metrics;

  /** Apart from the writes, so that a row that somebody has locked holds up no look-up. */
  private final ThreadPoolExecutor reads = threads(READERS, "gateway-category");

  /** Of one thread each: what is written of one template is written in its order. */
  private final List<ThreadPoolExecutor> lanes =
      List.of(threads(1, "gateway-category-writes-a"), threads(1, "gateway-category-writes-b"));

  private final ThreadPoolExecutor waking = threads(WAKERS, "gateway-waking");
  private final ConcurrentMap<Key, CompletableFuture<@Nullable Known>> asked =
      new ConcurrentHashMap<>();

  CategoryCache(TemplateCategories categories, GatewayMetrics metrics) {
    this.categories = categories;
    this.metrics = metrics;
    // While the api closes, a send still gets its word: from whoever has it.
    waking.setRejectedExecutionHandler((task, closing) -> task.run());
  }

  /**
   * Where those who waited go on: neither on a thread that reads or writes, nor on the one that
   * counts time for the whole process.
   */
  Executor waking() {
    return waking;
  }

  /** Completes with null where the cache does not answer; never fails. Who asks at once shares. */
  CompletableFuture<@Nullable Known> find(Key key) {
    CompletableFuture<@Nullable Known> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Known> others = asked.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    look(key)
        .whenCompleteAsync(
            (known, failure) -> {
              asked.remove(key, mine);
              try {
                metrics.lookedUp(counted(known));
              } finally {
                mine.complete(known);
              }
            },
            waking);
    return mine;
  }

  /** Looks without counting, as who looks again does. Completes with null; see {@link #find}. */
  CompletableFuture<@Nullable Known> look(Key key) {
    return run(reads, () -> categories.find(key), false)
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A template that Meta has told not to be marketing is decided by that: a hit. */
  private static @Nullable Known counted(@Nullable Known known) {
    boolean decides =
        known != null
            && known.marketing() == null
            && known.category() != null
            && !known.category().equals("MARKETING");
    return decides ? new Known(false, known.category()) : known;
  }

  /** Completes with null where PostgreSQL does not answer in time; never fails. */
  CompletableFuture<@Nullable Boolean> lease(Key key, UUID holder, Duration longest) {
    CompletableFuture<@Nullable Boolean> answer = new CompletableFuture<>();
    run(lane(key), () -> categories.lease(key, holder, longest), false)
        .whenComplete(
            (leased, failure) -> {
              if (!answer.complete(leased) && leased != null && leased) {
                // It came too late to be used.
                release(key, holder);
              }
            });
    return answer.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Follows what was asked of the template before; another's lease stays. */
  void release(Key key, UUID holder) {
    run(
        lane(key),
        () -> {
          categories.release(key, holder);
          return true;
        },
        true);
  }

  /**
   * Keeps what a call has taught; whoever cannot reach PostgreSQL learns it anew.
   *
   * @param began when the call began, by {@link System#nanoTime}
   */
  void learn(Key key, boolean marketing, long began) {
    metrics.learnt(marketing);
    run(
        lane(key),
        () -> {
          Duration age = Duration.ofNanos(System.nanoTime() - began);
          categories.learn(key, marketing, Source.TRAFFIC, age);
          return true;
        },
        false);
  }

  @Override
  public void close() {
    Stream.concat(Stream.of(reads, waking), lanes.stream()).forEach(ThreadPoolExecutor::shutdown);
  }

  private ThreadPoolExecutor lane(Key key) {
    return lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
  }

  /**
   * @param always also where too many wait; of releases there are no more than leases
   */
  private static <T> CompletableFuture<@Nullable T> run(
      ThreadPoolExecutor threads, Supplier<T> statement, boolean always) {
    if (!always && threads.getQueue().size() >= MOST_WAITING) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return statement.get();
            } catch (RuntimeException away) {
              log.warn("The cache of categories does not answer: {}", away.getClass().getName());
              return null;
            }
          },
          threads);
    } catch (RejectedExecutionException closing) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private static ThreadPoolExecutor threads(int count, String name) {
    return new ThreadPoolExecutor(
        count, count, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), GatewayThreads.named(name));
  }
}
