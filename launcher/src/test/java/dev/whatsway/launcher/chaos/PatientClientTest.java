package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatientClientTest {

  private static final int HANG_UP = 0;

  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private HttpServer server;
  private PatientClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = new PatientClient("http://127.0.0.1:" + server.getAddress().getPort(), "key");
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void a_post_is_repeated_with_its_key_until_it_is_answered() {
    statuses.addAll(List.of(HANG_UP, 503, 500, 201));

    assertThat(client.post("/campaigns", Map.of()).status()).isEqualTo(201);
    assertThat(keys).hasSize(4);
    assertThat(keys.stream().distinct()).hasSize(1);
  }

  @Test
  void another_request_has_another_key() {
    statuses.addAll(List.of(201, 201));

    client.post("/campaigns", Map.of());
    client.post("/campaigns", Map.of());

    assertThat(keys.stream().distinct()).hasSize(2);
  }

  @Test
  void a_refusal_is_an_answer() {
    statuses.add(409);

    assertThat(client.post("/campaigns/1/pause", Map.of()).status()).isEqualTo(409);
  }

  @Test
  void what_cannot_be_read_is_told_in_the_words_of_the_api() {
    statuses.add(404);

    assertThatThrownBy(() -> client.get("/campaigns/1"))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("/campaigns/1 was answered with 404: {\"status\":404}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      if (key != null) {
        keys.add(key);
      }
      int status = statuses.removeFirst();
      if (status != HANG_UP) {
        byte[] body = "{\"status\":%d}".formatted(status).getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
