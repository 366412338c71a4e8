package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvenLoadTest {

  private static final int PER_SECOND = 10;

  private final CountDownLatch held = new CountDownLatch(PER_SECOND);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void aServerThatHoldsItsAnswersUntilAllRequestsAreThere() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/held",
        exchange -> {
          held.countDown();
          answer(exchange, await() ? 200 : 504);
        });
    server.createContext("/refused", exchange -> answer(exchange, 429));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void
      requests_go_out_on_time_behind_unanswered_ones_and_their_time_counts_from_when_they_are_due() {
    List<Latencies> taken =
        new EvenLoad(HttpClient.newHttpClient())
            .send(
                PER_SECOND,
                Duration.ofSeconds(1),
                List.of(() -> request("/held"), () -> request("/refused")));

    Latencies stalled = taken.get(0);
    assertThat(stalled.count()).isEqualTo(PER_SECOND);
    assertThat(stalled.refused()).isZero();
    // The last, which lets them all go, is due 900 ms after the first, and 500 ms after the fifth.
    assertThat(stalled.percentileMillis(100)).isGreaterThanOrEqualTo(900);
    assertThat(stalled.percentileMillis(60)).isGreaterThanOrEqualTo(500);
    assertThat(taken.get(1).count()).isEqualTo(PER_SECOND);
    assertThat(taken.get(1).refused()).isEqualTo(PER_SECOND);
  }

  @Test
  void what_is_added_is_the_difference_of_the_percentiles() {
    GatewayResult.Phase phase =
        new GatewayResult.Phase(
            "text",
            new Latencies(new long[] {10_000_000, 11_000_000, 30_000_000}, 0),
            new Latencies(new long[] {12_000_000, 14_500_000, 70_000_000}, 2),
            6);

    assertThat(phase.added(50)).isEqualTo(3.5);
    assertThat(phase.added(99)).isEqualTo(40);
    assertThat(new GatewayResult(50, 10, List.of(phase)).json().toString())
        .contains("added_median_ms=3.5", "added_p99_ms=40.0", "not_200=2", "requests=5")
        .contains("accepted_by_simulator=6");
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private boolean await() {
    try {
      return held.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
