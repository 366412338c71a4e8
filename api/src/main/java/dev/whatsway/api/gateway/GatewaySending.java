package dev.whatsway.api.gateway;

import dev.whatsway.api.gateway.SmartRouter.Step;
import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphError;
import dev.whatsway.graph.GraphReply;
import dev.whatsway.store.gateway.Admission;
import dev.whatsway.store.gateway.GatewayOutcome;
import dev.whatsway.store.gateway.GatewaySend;
import dev.whatsway.store.gateway.Next;
import dev.whatsway.store.gateway.StoredAnswer;
import dev.whatsway.store.pacing.Ask;
import dev.whatsway.store.pacing.Traffic;
import dev.whatsway.store.template.TemplateCategories.Key;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send: a turn of the number, the admission, the call, and where the router says so another
 * call. As on campaigns' path, nothing stands between the admission's commit and the call.
 */
final class GatewaySending {

  private static final Logger log = LoggerFactory.getLogger(GatewaySending.class);

  /** The second call of a send goes out late rather than never: its message is admitted. */
  private static final Duration SECOND_TURN = Duration.ofSeconds(2);

  private static final Set<Integer> TOO_FAST = Set.of(130429);

  /** The number is being upgraded, "within a minute", or is in maintenance. */
  private static final Set<Integer> RESTING = Set.of(131057, 2494100);

  private static final Duration REST = Duration.ofSeconds(30);
  private static final int BAD_TOKEN = 190;
  private static final int MOST_TRIES = 6;

  private final GatewayTools tools;
  private final GatewayRequest request;
  private final @Nullable String category;
  private final Probes.Ticket ticket;
  private final SendTimer timer;
  private final SmartRouter.Situation situation;
  private final URI cloud;
  private final URI marketingMessages;

  /**
   * @param category Meta's, for consent; null where it is not known or the send is no template
   */
  GatewaySending(
      GatewayTools tools,
      GatewayRequest request,
      @Nullable String category,
      Probes.Ticket ticket,
      SendTimer timer) {
    this.tools = tools;
    this.request = request;
    this.category = category;
    this.ticket = ticket;
    this.timer = timer;
    this.situation =
        new SmartRouter.Situation(
            request.direct(),
            request.head().isTemplate(),
            request.channel().routing(),
            ticket.category(),
            request.channel().fallback());
    // Here, so that nothing but the call itself can fail after the admission.
    this.cloud = request.target("messages");
    this.marketingMessages = request.target("marketing_messages");
  }

  CompletableFuture<GatewayAnswer> run() {
    Traffic traffic = "MARKETING".equals(category) ? Traffic.MARKETING : Traffic.TRANSACTIONAL;
    Runnable turn = timer.pause();
    return tools
        .pacer()
        .askWithin(new Ask(request.channel().id(), null, traffic), tools.patience())
        .thenComposeAsync(
            delay -> {
              turn.run();
              return delay
                  .map(late -> done(tools.errors().numberBusy(late)))
                  .orElseGet(this::admit);
            },
            tools.work());
  }

  private CompletableFuture<GatewayAnswer> admit() {
    Route first = SmartRouter.first(situation);
    SendHead head = request.head();
    Admission admission =
        tools
            .ledger()
            .admit(
                new GatewaySend(
                    request.channel().accountId(),
                    request.channel().id(),
                    head.to(),
                    head.recipient(),
                    head.type(),
                    head.templateName(),
                    head.templateLanguage(),
                    category,
                    first,
                    request.key()));
    if (admission instanceof Admission.Granted granted) {
      return call(granted.messageId(), granted.attemptId(), first, 1);
    }
    return done(refused(admission));
  }

  private GatewayAnswer refused(Admission admission) {
    MetaErrors errors = tools.errors();
    if (admission instanceof Admission.Replayed replayed) {
      StoredAnswer stored = replayed.answer();
      return new GatewayAnswer(
          stored.status(),
          stored.contentType(),
          stored.body(),
          stored.route() == null ? null : Route.of(stored.route()),
          stored.attempts(),
          stored.messageId(),
          null,
          true);
    }
    if (admission instanceof Admission.InProgress) {
      return errors.inProgress();
    }
    if (admission instanceof Admission.KeyReused) {
      return errors.keyReused();
    }
    if (admission instanceof Admission.Later later) {
      return errors.later(later.scope(), later.delay());
    }
    if (admission instanceof Admission.LostBefore lost) {
      return errors.unknownOutcome().of(null, 1, lost.messageId());
    }
    return errors.person(((Admission.Refused) admission).reason());
  }

  private CompletableFuture<GatewayAnswer> call(
      UUID message, UUID attempt, Route route, int number) {
    boolean marketing = route == Route.MARKETING_MESSAGES;
    boolean strict = marketing && !request.direct() && !request.head().policy();
    Runnable meta = timer.pause();
    return tools
        .graph()
        .exchangeAsync(
            "POST",
            marketing ? marketingMessages : cloud,
            request.channel().accessToken(),
            strict ? StrictPolicy.in(request.body()) : request.body())
        .thenComposeAsync(
            reply -> {
              meta.run();
              return heard(message, attempt, route, number, reply);
            },
            tools.work());
  }

  private CompletableFuture<GatewayAnswer> heard(
      UUID message, UUID attempt, Route route, int number, GraphReply reply) {
    SmartRouter.End end = tools.replies().read(reply);
    Step step = SmartRouter.after(situation, number, route, end);
    Boolean learnt = step.learnt();
    if (learnt != null) {
      ticket.learnt(learnt);
      learn(learnt);
    }
    heed(end);
    if (step instanceof Step.Other other) {
      tools.metrics().fellBack(other.route(), code(end));
      return secondTurn()
          .thenComposeAsync(turn -> other(message, attempt, route, other, reply), tools.work());
    }
    Step.Answer last = (Step.Answer) step;
    return done(
        finish(message, attempt, last.outcome(), answer(last, reply, route, number, message)));
  }

  private CompletableFuture<GatewayAnswer> other(
      UUID message, UUID attempt, Route from, Step.Other other, GraphReply reply) {
    Next next = tools.ledger().next(message, attempt, other.ended(), other.route());
    if (next instanceof Next.Granted granted) {
      return call(message, granted.attemptId(), other.route(), 2);
    }
    GatewayAnswer answer;
    if (next instanceof Next.Refused refused) {
      answer = tools.errors().person(refused.reason());
    } else {
      // A webhook or another instance has ended the message in the meantime.
      answer =
          reply instanceof GraphReply.Answered answered
              ? metas(answered)
              : tools.errors().unknownOutcome();
    }
    // The ledger has ended it already; this keeps the answer for a repetition with its key.
    return done(finish(message, attempt, other.ended(), answer.of(from, 1, message)));
  }

  /** Waits for another turn of the number, but not for ever. */
  private CompletableFuture<Boolean> secondTurn() {
    Runnable turn = timer.pause();
    return tools
        .pacer()
        .askWithin(new Ask(request.channel().id(), null, Traffic.TRANSACTIONAL), SECOND_TURN)
        .completeOnTimeout(Optional.empty(), SECOND_TURN.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (delay, away) -> {
              turn.run();
              return true;
            });
  }

  private GatewayAnswer answer(
      Step.Answer last, GraphReply reply, Route route, int number, UUID message) {
    GatewayAnswer answer;
    if (last.metas() && reply instanceof GraphReply.Answered answered) {
      answer = metas(answered);
    } else if (last.outcome() instanceof GatewayOutcome.NotSent) {
      answer = tools.errors().notReached();
    } else {
      answer = tools.errors().unknownOutcome();
    }
    return answer.of(route, number, message);
  }

  private static GatewayAnswer metas(GraphReply.Answered answered) {
    return new GatewayAnswer(
        answered.http(), answered.contentType(), answered.body(), null, 0, null, null, false);
  }

  /**
   * Records how it ended. Where PostgreSQL is away, the client still gets Meta's answer; the record
   * is tried again, and without it the message counts as unknown.
   */
  private GatewayAnswer finish(
      UUID message, UUID attempt, GatewayOutcome outcome, GatewayAnswer answer) {
    StoredAnswer kept =
        request.key() == null || outcome instanceof GatewayOutcome.NotSent
            ? null
            : new StoredAnswer(
                answer.status(),
                answer.contentType(),
                answer.body(),
                answer.routeWord().equals("none") ? null : answer.routeWord(),
                answer.attempts(),
                message);
    if (kept == null && outcome instanceof GatewayOutcome.Accepted) {
      recordMeanwhile(message, attempt, outcome);
    } else {
      record(message, attempt, outcome, kept, 1);
    }
    return answer;
  }

  /**
   * The client need not wait for the record of what Meta has taken. Whatever ends this process
   * before it is written would have ended it before the answer, too: the message is unknown then.
   */
  private void recordMeanwhile(UUID message, UUID attempt, GatewayOutcome outcome) {
    try {
      tools.work().execute(() -> record(message, attempt, outcome, null, 1));
    } catch (RejectedExecutionException closing) {
      record(message, attempt, outcome, null, 1);
    }
  }

  private void record(
      UUID message, UUID attempt, GatewayOutcome outcome, @Nullable StoredAnswer kept, int tried) {
    try {
      tools.ledger().finish(message, attempt, outcome, kept);
    } catch (RuntimeException away) {
      log.warn(
          "The end of message {} could not be recorded, {} times so far: {}",
          message,
          tried,
          away.getClass().getName());
      if (tried < MOST_TRIES) {
        tools
            .later()
            .schedule(
                () ->
                    tools.work().execute(() -> record(message, attempt, outcome, kept, tried + 1)),
                1L << tried,
                TimeUnit.SECONDS);
      }
    }
  }

  private void learn(boolean marketing) {
    SendHead head = request.head();
    tools
        .categories()
        .learn(
            Key.of(
                request.channel().accountId(),
                request.channel().wabaId(),
                String.valueOf(head.templateName()),
                String.valueOf(head.templateLanguage())),
            marketing);
  }

  /** What an answer says of the number or its token holds for the sends that follow. */
  private void heed(SmartRouter.End end) {
    int code = code(end);
    if (code == BAD_TOKEN) {
      tools.channels().forget(request.channel());
    }
    if (!TOO_FAST.contains(code) && !RESTING.contains(code)) {
      return;
    }
    try {
      if (RESTING.contains(code)) {
        tools.pacer().quiet(request.channel().id(), REST);
      } else {
        tools.pacer().slowDown(request.channel().id());
      }
    } catch (RuntimeException away) {
      // The next refusal tells the number again.
      log.warn("A number could not be slowed down: {}", away.getClass().getName());
    }
  }

  private static int code(SmartRouter.End end) {
    GraphError error = end instanceof SmartRouter.End.Answered answered ? answered.error() : null;
    return error == null ? 0 : error.code();
  }

  private static CompletableFuture<GatewayAnswer> done(GatewayAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
