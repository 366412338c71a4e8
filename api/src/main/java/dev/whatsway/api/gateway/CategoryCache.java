package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories;
import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.template.TemplateCategories.Known;
import dev.whatsway.store.template.TemplateCategories.Source;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  private static final int THREADS = 3;
  private static final int MOST_WAITING = 2_000;

  private final TemplateCategories categories;
  private final GatewayMetrics metrics;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(MOST_WAITING),
          GatewayThreads.named("gateway-category"));
  private final ConcurrentMap<Key, CompletableFuture<@Nullable Known>> asked =
      new ConcurrentHashMap<>();

  CategoryCache(TemplateCategories categories, GatewayMetrics metrics) {
    this.categories = categories;
    this.metrics = metrics;
  }

  /** Completes with null where the cache does not answer; never fails. Who asks at once shares. */
  CompletableFuture<@Nullable Known> find(Key key) {
    CompletableFuture<@Nullable Known> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Known> others = asked.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    CompletableFuture<@Nullable Known> found =
        run(() -> categories.find(key))
            .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    found.whenComplete(
        (known, failure) -> {
          asked.remove(key, mine);
          metrics.lookedUp(known);
          mine.complete(known);
        });
    return mine;
  }

  /** Completes with null where PostgreSQL does not answer; never fails. */
  CompletableFuture<@Nullable Boolean> lease(Key key, Duration longest) {
    return run(() -> categories.lease(key, longest));
  }

  void release(Key key) {
    run(
        () -> {
          categories.release(key);
          return true;
        });
  }

  /** Keeps what a call has taught; whoever cannot reach PostgreSQL learns it anew. */
  void learn(Key key, boolean marketing) {
    metrics.learnt(marketing);
    run(
        () -> {
          categories.learn(key, marketing, Source.TRAFFIC);
          return true;
        });
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private <T> CompletableFuture<@Nullable T> run(Supplier<T> statement) {
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
    } catch (RejectedExecutionException full) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
