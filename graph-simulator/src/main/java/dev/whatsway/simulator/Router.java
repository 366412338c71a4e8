package dev.whatsway.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Reads a request, finds its endpoint and answers after the simulated latency. The wait is a timer,
 * not a sleeping thread, so thousands of exchanges may be open at once.
 */
final class Router implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());
  private static final Pattern VERSION = Pattern.compile("v\\d{1,3}\\.\\d{1,3}");

  private final MessageEndpoint messages;
  private final ManagementEndpoint management;
  private final AdminEndpoint admin;
  private final Refusals refusals;
  private final TokenEndpoint tokens;
  private final MediaEndpoint media;
  private final Executor pool;
  private final ScheduledExecutorService scheduler;

  Router(
      MessageEndpoint messages,
      ManagementEndpoint management,
      AdminEndpoint admin,
      Refusals refusals,
      TokenEndpoint tokens,
      MediaEndpoint media,
      Executor pool,
      ScheduledExecutorService scheduler) {
    this.messages = messages;
    this.management = management;
    this.admin = admin;
    this.refusals = refusals;
    this.tokens = tokens;
    this.media = media;
    this.pool = pool;
    this.scheduler = scheduler;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Request head = Request.head(exchange);
    if (MediaEndpoint.isDownload(head)) {
      download(head, exchange);
      return;
    }
    Answer answer = isUpload(head) ? upload(head, exchange) : answer(head.withBody(exchange));
    if (answer.ready().isDone() && answer.delayMs() == 0) {
      write(exchange, answer);
    } else {
      answer.ready().thenRun(() -> writeLater(exchange, answer));
    }
  }

  private void writeLater(HttpExchange exchange, Answer answer) {
    scheduler.schedule(
        () -> pool.execute(() -> write(exchange, answer)), answer.delayMs(), TimeUnit.MILLISECONDS);
  }

  /** The one kind of request that is not read whole first: it may have 100 MB. */
  private static boolean isUpload(Request head) {
    List<String> path = head.path();
    return head.method().equals("POST") && path.size() == 3 && path.get(2).equals("media");
  }

  private Answer upload(Request head, HttpExchange exchange) throws IOException {
    try {
      tokens.authenticate(head.bearer());
      version(head.path());
      return media.upload(head.path().get(1), exchange);
    } catch (GraphError e) {
      return refusals.answer(e);
    }
  }

  private void download(Request head, HttpExchange exchange) throws IOException {
    try {
      tokens.authenticate(head.bearer());
    } catch (GraphError e) {
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    media.download(head, exchange);
  }

  private Answer answer(Request request) {
    List<String> path = request.path();
    if (!path.isEmpty() && "_simulator".equals(path.get(0))) {
      return admin.answer(request);
    }
    try {
      return graph(request, path);
    } catch (GraphError e) {
      return refusals.answer(e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the simulator failed to answer a request", e);
      return refusals.answer(GraphError.of("unexpected"));
    }
  }

  private Answer graph(Request request, List<String> path) {
    tokens.authenticate(request.bearer());
    if (path.equals(List.of("debug_token")) && request.method().equals("GET")) {
      return tokens.debug(request);
    }
    String version = version(path);
    String id = path.get(1);
    String edge = request.method() + " " + (path.size() == 3 ? path.get(2) : "");
    return switch (edge) {
      case "POST messages" -> messages.post(Route.CLOUD, version, id, request.body());
      case "POST marketing_messages" ->
          messages.post(Route.MARKETING_MESSAGES, version, id, request.body());
      case "GET message_templates" -> management.listTemplates(version, id, request);
      case "POST message_templates" -> management.createTemplate(request.body());
      case "DELETE message_templates" -> management.deleteTemplates(id, request);
      case "GET access_token" -> {
        if (!"oauth".equals(id)) {
          throw GraphError.of("path-unknown");
        }
        yield tokens.exchange(request);
      }
      case "GET phone_numbers" -> management.listPhoneNumbers(id, request);
      case "GET " ->
          media.knows(id) ? media.node(id, request) : management.node(version, id, request);
      case "POST " -> management.editTemplate(id, request.body());
      case "DELETE " -> media.delete(id, request);
      default -> throw GraphError.of("path-unknown");
    };
  }

  private static String version(List<String> path) {
    if (path.size() < 2 || path.size() > 3 || !VERSION.matcher(path.get(0)).matches()) {
      throw GraphError.of("path-unknown");
    }
    return path.get(0);
  }

  private static void write(HttpExchange exchange, Answer answer) {
    try (exchange) {
      byte[] body = answer.body();
      if (body == null) {
        // Closing an exchange that has no answer yet closes its connection.
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body, 0, answer.cut() ? body.length / 2 : body.length);
      exchange.getResponseBody().flush();
      // Closing an exchange that lacks some of its announced length closes its connection, too.
    } catch (IOException e) {
      // The caller went away while waiting, as killed processes do.
      LOG.log(System.Logger.Level.DEBUG, "nobody waits for this answer any more", e);
    }
  }
}
