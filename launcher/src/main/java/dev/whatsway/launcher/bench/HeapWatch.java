package dev.whatsway.launcher.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;

/** Asks a process for its heap once a second, through its Prometheus metrics. */
final class HeapWatch implements AutoCloseable {

  private static final String USED = "jvm_memory_used_bytes{area=\"heap\"";
  private static final String LIMIT = "jvm_memory_max_bytes{area=\"heap\"";
  private static final String LIVE = "jvm_gc_live_data_size_bytes";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final URI metrics;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong limit = new AtomicLong();

  HeapWatch(String processUrl) {
    metrics = URI.create(processUrl + "/actuator/prometheus");
    ticker.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  /** Returns what was seen so far. */
  Heap seen() {
    return new Heap(limit.get(), used.get(), live.get());
  }

  private void look() {
    try {
      String body =
          http.send(
                  HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      note(used, body, USED, Long::max);
      note(live, body, LIVE, Long::max);
      note(limit, body, LIMIT, Long::max);
    } catch (IOException notNow) {
      // The process is busy; the next look is in a second.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void note(
      AtomicLong target, String body, String metric, LongBinaryOperator choice) {
    long sum =
        (long)
            body.lines()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(value -> value > 0)
                .sum();
    target.accumulateAndGet(sum, choice);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
