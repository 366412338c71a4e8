package dev.whatsway.api.gateway;

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

  private static final Duration LAST_RECORDS = Duration.ofSeconds(5);

  private final CategoryCache categories;
  private final Probes probes;
  private final StrictTemplates strict;
  private final GatewayTools tools;
  private final Semaphore room;
  private final ThreadPoolExecutor work;
  private final ScheduledThreadPoolExecutor later =
      new ScheduledThreadPoolExecutor(1, GatewayThreads.named("gateway-later"));

  GatewayFlow(
      CategoryCache categories,
      Probes probes,
      StrictTemplates strict,
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
    this.strict = strict;
    this.room = new Semaphore(inFlight);
    // The queue needs no bound: each send in flight has one task at most.
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
            patience,
            work,
            later);
  }

  /** Completes with the answer; never fails. */
  CompletableFuture<GatewayAnswer> send(GatewayRequest request) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(tools.errors().unavailable());
    }
    SendTimer timer = new SendTimer();
    return checked(request, timer)
        .exceptionally(this::failed)
        .whenComplete(
            (answer, never) -> {
              room.release();
              tools.metrics().added(timer.own());
              tools.metrics().answered(answer);
            });
  }

  /** Passes on a note about a message that came in; nothing is sent to anybody. */
  CompletableFuture<GatewayAnswer> note(GatewayRequest request) {
    if (!room.tryAcquire()) {
      return CompletableFuture.completedFuture(tools.errors().unavailable());
    }
    return tools.note(request).whenComplete((answer, failure) -> room.release());
  }

  private CompletableFuture<GatewayAnswer> checked(GatewayRequest request, SendTimer timer) {
    if (!strict.look(request)) {
      return start(request, timer);
    }
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(strict.objection(request)), work)
        .thenCompose(
            objection ->
                objection
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> start(request, timer)));
  }

  private CompletableFuture<GatewayAnswer> start(GatewayRequest request, SendTimer timer) {
    SendHead head = request.head();
    if (!head.isTemplate()) {
      return begin(request, null, probes.without(Category.OTHER), timer);
    }
    if (request.direct()) {
      return begin(request, "MARKETING", probes.without(Category.MARKETING), timer);
    }
    Key key =
        Key.of(
            request.channel().accountId(),
            request.channel().wabaId(),
            String.valueOf(head.templateName()),
            String.valueOf(head.templateLanguage()));
    return categories
        .find(key)
        .thenCompose(
            known ->
                ticket(request, key, known)
                    .thenCompose(ticket -> begin(request, category(known, ticket), ticket, timer)));
  }

  private CompletableFuture<Probes.Ticket> ticket(
      GatewayRequest request, Key key, @Nullable Known known) {
    Boolean marketing = known == null ? null : known.marketing();
    if (marketing != null) {
      return CompletableFuture.completedFuture(
          probes.without(marketing ? Category.MARKETING : Category.OTHER));
    }
    String metas = known == null ? null : known.category();
    if (metas != null && !metas.equals("MARKETING")) {
      // Meta has said so and told of no change since: no login code waits for a probe of MM.
      return CompletableFuture.completedFuture(probes.without(Category.OTHER));
    }
    if (known == null || !request.channel().routing()) {
      return CompletableFuture.completedFuture(probes.without(Category.UNKNOWN));
    }
    return probes.enter(key);
  }

  /**
   * Meta's category for consent. That MM has refused a template proves it not: a number that is not
   * onboarded is refused as well, and people who said stop must not get marketing by that.
   */
  private static @Nullable String category(@Nullable Known known, Probes.Ticket ticket) {
    if (ticket.category() == Category.MARKETING) {
      return "MARKETING";
    }
    return known == null ? null : known.category();
  }

  private CompletableFuture<GatewayAnswer> begin(
      GatewayRequest request, @Nullable String category, Probes.Ticket ticket, SendTimer timer) {
    CompletableFuture<GatewayAnswer> answer;
    try {
      answer = new GatewaySending(tools, request, category, ticket, timer).run();
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    return answer.whenComplete((done, failure) -> ticket.close());
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
