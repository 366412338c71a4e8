package dev.whatsway.api.webhook;

import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Stores what concurrent webhooks bring in one statement and one commit, so that a slow disk delays
 * each by a commit or two and does not set how many are taken a second. Whoever waits is answered
 * after the commit, as if alone.
 */
@Component
class InboxWriter implements SmartLifecycle {

  /** Meta has given up by then, and a connection that is dead must not hold all its webhooks. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  // What one commit holds at most beside the webhook that it began with: well below what makes it
  // as long as what Backlog allows, on a machine with much else to do.
  private static final int MOST_BODIES = 200;
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private final Inbox inbox;
  private final Backlog backlog;
  private final Counter repeated;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  InboxWriter(Inbox inbox, Backlog backlog, MeterRegistry meters) {
    this.inbox = inbox;
    this.backlog = backlog;
    this.repeated = meters.counter("whatsway.webhook.events", "kind", "repeated");
  }

  /** The events of one webhook, and who waits for their commit. */
  private record Waiting(List<ReceivedEvent> events, CompletableFuture<@Nullable Void> committed) {

    long characters() {
      return events.stream().mapToLong(event -> event.payload().length()).sum();
    }
  }

  /**
   * Stores the events and returns when they are committed.
   *
   * @throws RuntimeException when PostgreSQL does not take them, or not in time: they may be stored
   *     all the same, and come again without harm
   */
  void add(List<ReceivedEvent> events) {
    Waiting waiting = new Waiting(events, new CompletableFuture<>());
    queue.add(waiting);
    if (!isRunning()) {
      failWaiting();
    }
    try {
      waiting.committed.orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        // Nobody waits for it any more.
        queue.remove(waiting);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        storeWithOthers(batch);
        batch.clear();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      failWaiting();
    }
  }

  private void failWaiting() {
    IllegalStateException stopped = new IllegalStateException("The api stops; nothing is stored.");
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      waiting.committed.completeExceptionally(stopped);
    }
  }

  private void fill(List<Waiting> batch) {
    int events = batch.get(0).events.size();
    long characters = batch.get(0).characters();
    while (batch.size() < MOST_BODIES && events < MOST_EVENTS && characters < MOST_CHARACTERS) {
      Waiting next = queue.poll();
      if (next == null) {
        return;
      }
      batch.add(next);
      events += next.events.size();
      characters += next.characters();
    }
  }

  private void storeWithOthers(List<Waiting> batch) {
    // Its own ticket: a commit that hangs is late after its webhooks have given up, too.
    Backlog.Ticket commit = backlog.enter();
    try {
      fill(batch);
      store(batch);
    } catch (Throwable e) {
      // PostgreSQL is away: to try each would keep all waiting for a connection, one after another.
      // Or an error of the JVM: this thread serves all webhooks, and must not die of one batch.
      batch.forEach(waiting -> waiting.committed.completeExceptionally(e));
    } finally {
      commit.close();
    }
  }

  private void store(List<Waiting> batch) {
    try {
      add(batch.stream().flatMap(waiting -> waiting.events.stream()).toList(), batch);
    } catch (QueryTimeoutException e) {
      // Each alone would take as long.
      throw e;
    } catch (DataIntegrityViolationException | TransientDataAccessException e) {
      // One body, or a deadlock with another process, must not cost the others their place.
      batch.forEach(this::storeAlone);
    }
  }

  private void storeAlone(Waiting waiting) {
    try {
      add(waiting.events, List.of(waiting));
    } catch (Throwable e) {
      waiting.committed.completeExceptionally(e);
    }
  }

  private void add(List<ReceivedEvent> events, List<Waiting> waiting) {
    repeated.increment(events.size() - inbox.add(events));
    waiting.forEach(each -> each.committed.complete(null));
  }

  /** One thread: two would deadlock over the same events in other orders, as Meta sends them. */
  @Override
  public synchronized void start() {
    thread = new Thread(this::run, "inbox-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** The web server has answered its last request by now. */
  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null && thread.isAlive();
  }

  /** Started before the web server and stopped after it. */
  @Override
  public int getPhase() {
    return 0;
  }
}
