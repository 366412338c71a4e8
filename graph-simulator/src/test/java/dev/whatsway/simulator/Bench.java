package dev.whatsway.simulator;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A simulator, a client that speaks HTTP to it and a receiver of its webhooks. */
final class Bench implements AutoCloseable {
  static final String PHONE_NUMBER_ID = "106540352242922";
  static final String WABA_ID = "102290129340398";
  static final String APP_SECRET = "bench-app-secret";

  /** Nothing waits, and webhooks arrive in the order in which they are due. */
  private static final String QUICK =
      """
      {"latency_ms": {"min": 0, "max": 0},
       "webhook_delays_ms": {
         "sent": {"min": 0, "max": 0}, "delivered": {"min": 0, "max": 0},
         "read": {"min": 0, "max": 0}, "click": {"min": 0, "max": 0},
         "reply": {"min": 0, "max": 0}, "failed": {"min": 0, "max": 0},
         "held": {"min": 0, "max": 0}},
       "webhooks": {"batch_ms": 5, "concurrency": 1, "retry_min_ms": 10, "retry_max_ms": 40}}
      """;

  private final GraphSimulator simulator;
  private final WebhookReceiver receiver;
  private final HttpClient client = HttpClient.newHttpClient();

  private Bench(SimulatorOptions options) throws IOException {
    // First: it sets how the JDK's HTTP server behaves, which the receiver is one of.
    simulator = GraphSimulator.start(options);
    receiver = new WebhookReceiver();
    simulator.setWebhook(receiver.url(), APP_SECRET);
  }

  static Bench start() {
    return start("{}");
  }

  /** Starts with a behaviour on top of a quick one; ' stands for ". */
  static Bench start(String behaviour) {
    return start(behaviour, options -> options);
  }

  static Bench start(String behaviour, UnaryOperator<SimulatorOptions> change) {
    ObjectNode full = Json.merge(BehaviourStore.read(QUICK), Sends.json(behaviour));
    try {
      return new Bench(change.apply(SimulatorOptions.onFreePort().withBehaviour(full.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts with one recipient whose fate is not the good one. */
  static Bench withFate(String recipient, String fate) {
    return start("{'recipients': {'" + recipient + "': " + fate + "}}");
  }

  GraphSimulator simulator() {
    return simulator;
  }

  WebhookReceiver receiver() {
    return receiver;
  }

  /** Sends by Cloud API. */
  Reply cloud(ObjectNode message) {
    return post("/v24.0/" + PHONE_NUMBER_ID + "/messages", message);
  }

  /** Sends by Marketing Messages API. */
  Reply marketing(ObjectNode message) {
    return post("/v24.0/" + PHONE_NUMBER_ID + "/marketing_messages", message);
  }

  Reply post(String path, ObjectNode body) {
    return call(request(path).POST(ofString(body.toString())));
  }

  Reply get(String path) {
    return call(request(path).GET());
  }

  Reply put(String path, String json) {
    return call(request(path).PUT(ofString(json.replace('\'', '"'))));
  }

  HttpRequest.Builder request(String path) {
    return bare(path).header("Authorization", "Bearer any-token");
  }

  /** A request without a token. */
  HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(simulator.url().resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  Reply call(HttpRequest.Builder request) {
    try {
      return exchange(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply exchange(HttpRequest.Builder request) throws IOException {
    try {
      return Reply.of(client.send(request.build(), BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Reply> cloudLater(ObjectNode message) {
    HttpRequest request =
        request("/v24.0/" + PHONE_NUMBER_ID + "/messages")
            .POST(ofString(message.toString()))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Reply::of);
  }

  JsonNode summary() {
    return get("/_simulator/summary").json();
  }

  /** Waits until every planned webhook was acknowledged and returns all statuses as they came. */
  List<JsonNode> statuses() {
    settle();
    return receiver.items("statuses");
  }

  /** The statuses' names only. */
  List<String> statusNames() {
    return statuses().stream().map(status -> status.path("status").asString()).toList();
  }

  void settle() {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(() -> simulator.summary().webhooks().pending() == 0);
  }

  @Override
  public void close() {
    simulator.close();
    receiver.close();
  }

  /** An answer of the simulator. */
  record Reply(int status, String contentType, String body) {
    static Reply of(java.net.http.HttpResponse<String> response) {
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          requireNonNull(response.body()));
    }

    JsonNode json() {
      return Json.PLAIN.readTree(body);
    }

    JsonNode error() {
      return json().path("error");
    }

    String details() {
      return error().path("error_data").path("details").asString("");
    }

    String wamid() {
      return json().path("messages").path(0).path("id").asString("");
    }

    /** {@code accepted}, or Meta's code and the HTTP status, such as {@code 132000 by HTTP 400}. */
    String outcome() {
      return status == 200 ? "accepted" : error().path("code").asInt() + " by HTTP " + status;
    }
  }
}
