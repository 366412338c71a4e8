package dev.whatsway.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running stand-in for Meta's Graph API. Usable inside a test as well as from {@link
 * SimulatorMain}; every method may be called from any thread.
 */
public final class GraphSimulator implements AutoCloseable {
  static {
    // Read once by the JDK's server when its classes load. Without nodelay every answer on a kept
    // connection waits 40 ms; with the default limits on idle connections a sender's pool meets
    // closed connections, which look like lost answers that nobody ordered.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
  }

  private static final int THREADS = 16;

  private final HttpServer server;
  private final String host;
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, named("graph"));
  private final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(
          2, named("graph-timer"), new ThreadPoolExecutor.DiscardPolicy());
  private final BehaviourStore behaviour;
  private final Account account;
  private final WebhookSender webhooks;
  private final LinkOpener links;
  private final MessageEndpoint messages;
  private final MediaStore media = new MediaStore();
  private final RecentRequests requests;

  private GraphSimulator(SimulatorOptions options) throws IOException {
    ErrorCatalogue errors = new ErrorCatalogue();
    String json = options.behaviourJson();
    behaviour =
        new BehaviourStore(
            errors, json == null ? BehaviourStore.bundled() : BehaviourStore.read(json));
    host = options.host();
    server = HttpServer.create(new InetSocketAddress(host, options.port()), 1024);
    account = new Account(options.clock(), ThreadLocalRandom.current().nextLong());
    webhooks =
        new WebhookSender(
            behaviour, scheduler, pool, checked(options.webhookUrl()), options.appSecret());
    links = new LinkOpener(behaviour, scheduler, pool);
    TemplateCatalogue catalogue = new TemplateCatalogue(behaviour);
    requests = new RecentRequests(behaviour, options.clock());
    messages =
        new MessageEndpoint(
            behaviour,
            new SendValidator(new TemplateValidator(catalogue)),
            errors,
            account,
            webhooks,
            links,
            requests,
            options.clock());
    server.createContext(
        "/",
        new Router(
            messages,
            new ManagementEndpoint(behaviour, catalogue, this::url, options.clock()),
            new AdminEndpoint(this, behaviour),
            new Refusals(errors, behaviour, account),
            new TokenEndpoint(behaviour, options.accessToken(), options.clock()),
            new MediaEndpoint(media, behaviour, this::url, options.clock()),
            pool,
            scheduler));
    server.setExecutor(pool);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts a simulator.
   *
   * @throws IOException if the port cannot be had
   * @throws IllegalArgumentException if the behaviour is wrong, naming the field
   */
  public static GraphSimulator start(SimulatorOptions options) throws IOException {
    GraphSimulator simulator = new GraphSimulator(options);
    simulator.server.start();
    simulator.webhooks.start();
    return simulator;
  }

  /** Returns the base URL, without a slash at its end; it takes the place of Meta's host. */
  public URI url() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + server.getAddress().getPort());
  }

  /** Returns the whole account. */
  public SimulatorSummary summary() {
    return summary(null);
  }

  /** Returns the account with accepted and duplicate sends from that instant on (null: all). */
  public SimulatorSummary summary(@Nullable Instant since) {
    return account.summary(since, webhooks.counts(), links.counts());
  }

  /** Returns the accepted sends to one recipient (any way of writing it), or to all for null. */
  public List<AcceptedSend> sends(@Nullable String to) {
    return sends(to, 0, Integer.MAX_VALUE);
  }

  List<AcceptedSend> sends(@Nullable String to, int offset, int limit) {
    return account.sends(to, offset, limit);
  }

  /** Returns the last send requests with their bodies, as many as {@code keep_requests} says. */
  public List<ReceivedRequest> requests() {
    return requests.list();
  }

  List<LostAnswer> lost(int offset, int limit) {
    return account.lost(offset, limit);
  }

  /** Puts another behaviour in the place of the present one; "first n" counts start afresh. */
  public void replaceBehaviour(String json) {
    ObjectNode replacement = BehaviourStore.read(json);
    behaviour.replace(replacement);
    messages.forgetMishaps();
  }

  /** Changes the present behaviour: objects merge, null removes a field, all else replaces. */
  public void mergeBehaviour(String json) {
    behaviour.merge(BehaviourStore.read(json));
  }

  /** Sets where webhooks go; a null URL drops them, a null secret keeps the old one. */
  public void setWebhook(@Nullable URI url, @Nullable String appSecret) {
    webhooks.target(checked(url), appSecret);
  }

  /** Holds back all webhooks until {@link #resumeWebhooks()}; none is lost. */
  public void pauseWebhooks() {
    webhooks.paused(true);
  }

  public void resumeWebhooks() {
    webhooks.paused(false);
  }

  /** Stops at once; webhooks that are still pending are gone. */
  @Override
  public void close() {
    server.stop(0);
    scheduler.shutdownNow();
    pool.shutdownNow();
    try {
      // Uploads that break off by it take their files away.
      pool.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    media.close();
  }

  private static @Nullable URI checked(@Nullable URI url) {
    if (url != null
        && (url.getHost() == null
            || !"http".equals(url.getScheme()) && !"https".equals(url.getScheme()))) {
      throw new IllegalArgumentException("the webhook URL must be an absolute http(s) URL: " + url);
    }
    return url;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
