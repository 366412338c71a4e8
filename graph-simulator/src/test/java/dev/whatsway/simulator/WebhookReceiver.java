package dev.whatsway.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Takes webhooks and keeps them, byte by byte. */
final class WebhookReceiver implements AutoCloseable {
  /** One POST as it came. */
  record Delivery(String signature, byte[] body) {
    JsonNode json() {
      return Json.PLAIN.readTree(body);
    }

    List<JsonNode> values() {
      List<JsonNode> values = new ArrayList<>();
      for (JsonNode entry : json().path("entry")) {
        entry.path("changes").forEach(change -> values.add(change.path("value")));
      }
      return values;
    }
  }

  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Deque<Integer> nextAnswers = new ArrayDeque<>();
  private volatile CountDownLatch held = new CountDownLatch(0);

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(pool);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
  }

  /** Answers the next POSTs with these HTTP statuses, and all later ones with 200. */
  synchronized void answer(int... statuses) {
    for (int status : statuses) {
      nextAnswers.add(status);
    }
  }

  /** Takes webhooks but answers none before {@link #release()}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** All elements of one array of all values, in order of arrival. */
  List<JsonNode> items(String field) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode value : values(field)) {
      value.path(field).forEach(items::add);
    }
    return items;
  }

  /** All values that have an array of that name. */
  List<JsonNode> values(String field) {
    return deliveries().stream()
        .flatMap(delivery -> delivery.values().stream())
        .filter(value -> value.has(field))
        .toList();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    pool.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String signature = exchange.getRequestHeaders().getFirst("X-Hub-Signature-256");
      exchange.sendResponseHeaders(keep(new Delivery(String.valueOf(signature), body)), -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int keep(Delivery delivery) throws InterruptedException {
    Integer status;
    synchronized (this) {
      deliveries.add(delivery);
      status = nextAnswers.poll();
    }
    if (!held.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("held webhooks were never released");
    }
    return status == null ? 200 : status;
  }
}
