package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Requests as fast as they are answered, over a fixed number of connections. */
final class ClosedLoad {

  private static final int CONNECTIONS = 32;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * How it went.
   *
   * @param seconds until the last request was answered with 200
   * @param refused answers other than 200; those requests were sent again, as Meta does
   */
  record Load(double seconds, long refused) {}

  /**
   * Sends all requests until each has been answered with 200 once.
   *
   * @throws LauncherException where one got no answer at all
   */
  Load send(List<HttpRequest> requests) {
    Queue<HttpRequest> waiting = new ConcurrentLinkedQueue<>(requests);
    AtomicLong refused = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    long began = System.nanoTime();
    try {
      List<Future<?>> senders =
          IntStream.range(0, CONNECTIONS)
              .<Future<?>>mapToObj(sender -> threads.submit(() -> send(waiting, refused)))
              .toList();
      for (Future<?> sender : senders) {
        sender.get();
      }
      return new Load((System.nanoTime() - began) / 1e9, refused.get());
    } catch (ExecutionException e) {
      throw new LauncherException("A request got no answer (" + e.getCause() + ").", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void send(Queue<HttpRequest> waiting, AtomicLong refused)
      throws IOException, InterruptedException {
    for (HttpRequest next = waiting.poll(); next != null; next = waiting.poll()) {
      if (http.send(next, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
        refused.incrementAndGet();
        waiting.add(next);
      }
    }
    return null;
  }
}
