package dev.whatsway.launcher.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Requests at an even rate, whether the earlier ones are answered or not. When each is due is fixed
 * beforehand and its time counts from then, so that a stall counts for all it held up.
 */
final class EvenLoad {

  private final HttpClient http;

  EvenLoad(HttpClient http) {
    this.http = http;
  }

  /**
   * Sends to several targets by turns, so that each sees what the others see of the machine.
   *
   * @param perSecond requests a second to each target
   * @param targets makes the next request of each; called from this thread alone
   * @return how long the calls to each took, in the order of the targets
   */
  List<Latencies> send(int perSecond, Duration howLong, List<Supplier<HttpRequest>> targets) {
    List<Taken> taken = new ArrayList<>();
    targets.forEach(target -> taken.add(new Taken()));
    List<CompletableFuture<Void>> open = new ArrayList<>();
    long rate = (long) perSecond * targets.size();
    long count = rate * howLong.toSeconds();
    long began = System.nanoTime();
    for (long call = 0; call < count; call++) {
      int turn = (int) (call % targets.size());
      HttpRequest request = targets.get(turn).get();
      long due = began + call * 1_000_000_000L / rate;
      waitUntil(due);
      open.add(
          http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
              .handle(
                  (answer, problem) ->
                      taken.get(turn).add(due, problem == null && answer.statusCode() == 200)));
    }
    CompletableFuture.allOf(open.toArray(CompletableFuture<?>[]::new)).join();
    return taken.stream().map(Taken::latencies).toList();
  }

  private static void waitUntil(long due) {
    // Parking may end early for no reason; a request sent early would look faster than it was.
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private static final class Taken {

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();

    Void add(long due, boolean good) {
      if (good) {
        nanos.add(System.nanoTime() - due);
      } else {
        refused.incrementAndGet();
      }
      return null;
    }

    Latencies latencies() {
      return new Latencies(nanos.stream().mapToLong(Long::longValue).toArray(), refused.get());
    }
  }
}
