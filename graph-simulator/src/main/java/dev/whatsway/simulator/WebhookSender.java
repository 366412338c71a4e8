package dev.whatsway.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Posts webhooks as Meta does: in batches, several POSTs at a time, in no promised order. Whatever
 * is not answered with 200 is sent again with growing delay for as long as this process lives
 * (Meta: up to 7 days), the same bytes each time.
 */
final class WebhookSender {
  private record Target(@Nullable URI url, String appSecret) {}

  /** An event in the queue; {@code settled} is done once it was acknowledged or dropped. */
  private record Queued(WebhookEvent event, CompletableFuture<Void> settled) {}

  private record Batch(byte[] body, List<CompletableFuture<Void>> events, int failures) {}

  private final BehaviourStore behaviour;
  private final ScheduledExecutorService scheduler;
  private final HttpClient client;
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final ArrayDeque<Batch> again = new ArrayDeque<>();
  private volatile Target target;
  private boolean paused;
  private int due;
  private int inFlight;
  private long pending;
  private long delivered;
  private long dropped;

  WebhookSender(
      BehaviourStore behaviour,
      ScheduledExecutorService scheduler,
      Executor executor,
      @Nullable URI url,
      String appSecret) {
    this.behaviour = behaviour;
    this.scheduler = scheduler;
    this.target = new Target(url, appSecret);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(executor)
            .build();
  }

  void start() {
    scheduler.schedule(this::tick, behaviour.current().webhooks().batchMs(), TimeUnit.MILLISECONDS);
  }

  /** Sets where webhooks go from now on; a null URL drops them, a null secret keeps the old one. */
  synchronized void target(@Nullable URI url, @Nullable String appSecret) {
    target = new Target(url, appSecret == null ? target.appSecret() : appSecret);
  }

  synchronized void paused(boolean pause) {
    paused = pause;
  }

  /** Plans an event, due after that many milliseconds; tells when it is acknowledged or dropped. */
  CompletableFuture<Void> publish(WebhookEvent event, long delayMs) {
    Queued planned = new Queued(event, new CompletableFuture<>());
    synchronized (this) {
      pending++;
    }
    if (delayMs == 0) {
      enqueue(planned);
    } else {
      scheduler.schedule(() -> enqueue(planned), delayMs, TimeUnit.MILLISECONDS);
    }
    return planned.settled();
  }

  synchronized SimulatorSummary.Webhooks counts() {
    return new SimulatorSummary.Webhooks(pending, delivered, dropped);
  }

  private synchronized void enqueue(Queued planned) {
    queue.addLast(planned);
  }

  private void tick() {
    synchronized (this) {
      // Only what has gathered until now goes out before the next tick: that makes the batches.
      due = queue.size();
    }
    drain();
    start();
  }

  private void drain() {
    for (Batch batch = next(); batch != null; batch = next()) {
      post(batch);
    }
  }

  /** Takes a place in flight and the next batch, or returns null where either lacks. */
  private @Nullable Batch next() {
    List<Queued> events = new ArrayList<>();
    synchronized (this) {
      Behaviour.Webhooks settings = behaviour.current().webhooks();
      if (paused || inFlight >= settings.concurrency()) {
        return null;
      }
      Batch repeated = again.pollFirst();
      if (repeated != null) {
        inFlight++;
        return repeated;
      }
      while (due > 0 && !queue.isEmpty() && events.size() < settings.batchMax()) {
        events.add(queue.removeFirst());
        due--;
      }
      if (events.isEmpty()) {
        return null;
      }
      inFlight++;
    }
    return new Batch(
        WebhookBody.of(events.stream().map(Queued::event).toList()),
        events.stream().map(Queued::settled).toList(),
        0);
  }

  private void post(Batch batch) {
    Target current = target;
    URI url = current.url();
    if (url == null) {
      settle(batch, true, false);
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofMillis(behaviour.current().webhooks().timeoutMs()))
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua")
            .header(Signature.HEADER, Signature.of(batch.body(), current.appSecret()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(batch.body()))
            .build();
    client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (response, failure) -> {
              boolean acknowledged = failure == null && response.statusCode() == 200;
              settle(batch, false, acknowledged);
              drain();
            });
  }

  private void settle(Batch batch, boolean drop, boolean acknowledged) {
    synchronized (this) {
      inFlight--;
      if (drop || acknowledged) {
        pending -= batch.events().size();
        delivered += acknowledged ? batch.events().size() : 0;
        dropped += drop ? batch.events().size() : 0;
      }
    }
    if (drop || acknowledged) {
      batch.events().forEach(settled -> settled.complete(null));
      return;
    }
    Behaviour.Webhooks settings = behaviour.current().webhooks();
    long delay = settings.retryMinMs() << Math.min(batch.failures(), 20);
    Batch repeated = new Batch(batch.body(), batch.events(), batch.failures() + 1);
    scheduler.schedule(
        () -> repeat(repeated), Math.min(delay, settings.retryMaxMs()), TimeUnit.MILLISECONDS);
  }

  private void repeat(Batch batch) {
    synchronized (this) {
      again.addLast(batch);
    }
    drain();
  }
}
