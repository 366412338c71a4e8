package dev.whatsway.api.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.whatsway.api.gateway.SmartRouter.Category;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.gateway.GatewayLedger;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.template.TemplateCategories.Known;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes a send from its request to its one answer. Nothing waits on a thread: not for the word on a
 * template, not for the number's turn, not for Meta. What asks PostgreSQL runs on few threads of
 * the gateway's own, so that a crowd at the gateway takes no connection from webhooks.
 */
@Component
class GatewayFlow implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GatewayFlow.class);

  /** Longer than a call takes. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(25);

  private static final Duration LAST_RECORDS = Duration.ofSeconds(5);

  private final CategoryCache categories;
  private final Probes probes;
  private final FetchedTemplates fetched;
  private final GatewayTools tools;
  private final Semaphore room;
  private final int inFlight;
  private final ThreadPoolExecutor work;
  private final ScheduledThreadPoolExecutor later =
      new ScheduledThreadPoolExecutor(1, GatewayThreads.named("gateway-later"));

  GatewayFlow(
      CategoryCache categories,
      Probes probes,
      FetchedTemplates fetched,
      GatewayLedger ledger,
      Pacer pacer,
      GraphClient graph,
      GatewayChannels channels,
      MetaReplies replies,
      MetaErrors errors,
      GatewayMetrics metrics,
      @Value("${whatsway.gateway.patience}") Duration patience,
      @Value("${whatsway.gateway.threads}") int threads,
      @Value("${whatsway.gateway.in-flight}") int inFlight) {
    this.categories = categories;
    this.probes = probes;
    this.fetched = fetched;
    this.room = new Semaphore(inFlight);
    // The queue needs no bound: each send in flight has one task at most, and its record another.
    this.work =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            GatewayThreads.named("gateway"));
    this.tools =
        new GatewayTools(
            ledger,
            pacer,
            graph,
            channels,
            replies,
            errors,
            metrics,
            categories,
            new OutcomeRecorder(ledger, work, later),
            patience,
            work,
            later);
    this.inFlight = inFlight;
  }

  /** Completes with the answer; never fails. */
  CompletableFuture<GatewayAnswer> send(GatewayRequest request) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(tools.errors().unavailable());
    }
    SendTimer timer = new SendTimer();
    return Started.of(() -> checked(request, timer))
        .exceptionally(this::failed)
        .whenComplete(
            (done, never) -> {
              room.release();
              tools.metrics().added(timer.own());
              tools.metrics().answered(done);
            });
  }

  /** Passes on a note about a message that came in; nothing is sent to anybody. Never fails. */
  CompletableFuture<GatewayAnswer> note(GatewayRequest request) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(tools.errors().unavailable());
    }
    return Started.of(() -> tools.note(request))
        .exceptionally(this::failed)
        .whenComplete((done, failure) -> room.release());
  }

  private CompletableFuture<GatewayAnswer> checked(GatewayRequest request, SendTimer timer) {
    if (!fetched.look(request)) {
      return start(request, timer);
    }
    return CompletableFuture.supplyAsync(
            () -> Optional.ofNullable(fetched.objection(request)), work)
        .thenCompose(
            objection ->
                objection
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> start(request, timer)));
  }

  private CompletableFuture<GatewayAnswer> start(GatewayRequest request, SendTimer timer) {
    Key key = request.template();
    if (key == null) {
      return begin(request, null, probes.without(Category.OTHER), timer);
    }
    if (request.direct()) {
      return begin(request, "MARKETING", probes.without(Category.MARKETING), timer);
    }
    return categories
        .find(key)
        .thenCompose(
            known ->
                known == null
                    ? withoutCache(request, timer)
                    : ticket(request, key, known)
                        .thenCompose(
                            ticket -> begin(request, category(known, ticket), ticket, timer)));
  }

  /**
   * The cache is slow: what the last sync knew keeps a login code from being taken for marketing.
   */
  private CompletableFuture<GatewayAnswer> withoutCache(GatewayRequest request, SendTimer timer) {
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(fetched.category(request)), work)
        .completeOnTimeout(Optional.empty(), CategoryCache.PATIENCE.toMillis(), MILLISECONDS)
        .exceptionally(away -> Optional.empty())
        .thenComposeAsync(
            category -> {
              boolean other = category.isPresent() && !category.get().equals("MARKETING");
              return begin(
                  request,
                  category.orElse(null),
                  probes.without(other ? Category.OTHER : Category.UNKNOWN),
                  timer);
            },
            work);
  }

  private CompletableFuture<Probes.Ticket> ticket(GatewayRequest request, Key key, Known known) {
    Boolean marketing = known.marketing();
    if (marketing != null) {
      return CompletableFuture.completedFuture(
          probes.without(marketing ? Category.MARKETING : Category.OTHER));
    }
    String metas = known.category();
    if (metas != null && !metas.equals("MARKETING")) {
      // Meta has said so and told of no change since: no login code waits for a probe of MM.
      return CompletableFuture.completedFuture(probes.without(Category.OTHER));
    }
    if (!request.channel().routing()) {
      return CompletableFuture.completedFuture(probes.without(Category.UNKNOWN));
    }
    return probes.enter(key);
  }

  /**
   * Meta's category for consent. That MM has refused a template proves it not: a number that is not
   * onboarded is refused as well, and people who said stop must not get marketing by that.
   */
  private static @Nullable String category(Known known, Probes.Ticket ticket) {
    if (ticket.category() == Category.MARKETING) {
      return "MARKETING";
    }
    return known.category();
  }

  private CompletableFuture<GatewayAnswer> begin(
      GatewayRequest request, @Nullable String category, Probes.Ticket ticket, SendTimer timer) {
    return Started.of(() -> new GatewaySending(tools, request, category, ticket, timer).run())
        .whenComplete((done, failure) -> ticket.close());
  }

  private GatewayAnswer failed(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof DataAccessException || failure instanceof TransactionException) {
      log.warn("A send was not taken: {}", failure.getClass().getName());
      return tools.errors().unavailable();
    }
    // Without its message, which may quote a body.
    log.error(
        "A send failed in the gateway: {} at {}",
        failure.getClass().getName(),
        failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
    return tools.errors().internal();
  }

  @Override
  public void close() {
    try {
      // What is at Meta would lose its answer, and its client would send again.
      if (!room.tryAcquire(inFlight, LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("Some sends are still under way; their messages count as unknown.");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    later.shutdownNow();
    work.shutdown();
    try {
      if (!work.awaitTermination(LAST_RECORDS.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("The ends of some messages were not recorded; they count as unknown.");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
