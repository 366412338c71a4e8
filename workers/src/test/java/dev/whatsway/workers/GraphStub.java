package dev.whatsway.workers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Answers Graph calls as a test tells it to, where the simulator has no such misbehaviour. */
public final class GraphStub implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong wamids = new AtomicLong();
  private volatile Script script = call -> accepted();
  private volatile Script reads = call -> error(400, 100);

  /** One request as received. */
  public record Call(String path, String authorization, String body) {}

  /** An answer; null breaks the connection. */
  public record Answer(int http, String body) {}

  /** Decides the answer. */
  public interface Script {
    Answer answer(Call call);
  }

  public GraphStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Call> calls() {
    return calls;
  }

  public GraphStub answers(Script script) {
    this.script = script;
    return this;
  }

  /** Decides the answers to GETs, which {@link #calls} leaves out: channels are read in between. */
  public GraphStub reads(Script script) {
    this.reads = script;
    return this;
  }

  public Answer accepted() {
    return new Answer(200, "{\"messages\":[{\"id\":\"wamid." + wamids.incrementAndGet() + "\"}]}");
  }

  public static Answer error(int http, int code) {
    return new Answer(
        http, "{\"error\":{\"message\":\"(#" + code + ") No\",\"code\":" + code + "}}");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call =
          new Call(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      boolean read = exchange.getRequestMethod().equals("GET");
      if (!read) {
        calls.add(call);
      }
      Answer answer = (read ? reads : script).answer(call);
      if (answer != null) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.http(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
