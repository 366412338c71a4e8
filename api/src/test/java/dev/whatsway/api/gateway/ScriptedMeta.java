package dev.whatsway.api.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Meta, answering each number's two routes as it was told to. */
final class ScriptedMeta implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<String, Play> plays = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** A call as it came. */
  record Call(String number, String route, String path, String token, String body, String answer) {}

  ScriptedMeta() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void play(String number, String mm, String cloud) {
    plays.put(number + "/mm", Play.of(mm));
    plays.put(number + "/cloud", Play.of(cloud));
  }

  List<Call> calls(String number) {
    return calls.stream().filter(call -> call.number.equals(number)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    String route = path[3].equals("marketing_messages") ? "mm" : "cloud";
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Play play = plays.get(path[2] + "/" + route);
    String answer = play.body(route);
    calls.add(
        new Call(
            path[2],
            route,
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body,
            answer));
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    switch (play.how()) {
      case "broken" -> exchange.close();
      case "timeout" -> await();
      case "cut" -> {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
      }
      default -> {
        exchange
            .getResponseHeaders()
            .set("Content-Type", play.how().equals("html") ? "text/html" : "application/json");
        exchange.sendResponseHeaders(play.http(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
      }
    }
  }

  private void await() {
    try {
      over.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
