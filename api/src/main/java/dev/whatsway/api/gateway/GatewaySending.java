package dev.whatsway.api.gateway;

import dev.whatsway.api.gateway.OutcomeRecorder.Ended;
import dev.whatsway.api.gateway.SmartRouter.Step;
import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphReply;
import dev.whatsway.store.gateway.Admission;
import dev.whatsway.store.gateway.GatewayOutcome;
import dev.whatsway.store.gateway.GatewaySend;
import dev.whatsway.store.gateway.Next;
import dev.whatsway.store.gateway.StoredAnswer;
import dev.whatsway.store.pacing.Ask;
import dev.whatsway.store.pacing.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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

  /** Before {@link AnswerWriter} gives up. */
  private static final Duration LATEST_ADMISSION = Duration.ofSeconds(90);

  private final GatewayTools tools;
  private final GatewayRequest request;
  private final @Nullable String category;
  private final Lessons lessons;
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
    this.lessons = new Lessons(tools, request, ticket);
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
    if (timer.age().compareTo(LATEST_ADMISSION) > 0) {
      // Its client may have been told by now that nobody knows, and must not find it sent later.
      return done(tools.errors().unavailable());
    }
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
                    request.key()),
                request.channel().keepsMessages() ? request.body() : null);
    if (admission instanceof Admission.Granted granted) {
      return call(new Call(granted.messageId(), granted.attemptId(), first, 1, false));
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

  /**
   * A call that the ledger allows.
   *
   * @param maybeSent whether an earlier one may have sent the message
   * @param began when it was allowed, by {@link System#nanoTime}
   */
  private record Call(
      UUID message, UUID attempt, Route route, int number, boolean maybeSent, long began) {

    Call(UUID message, UUID attempt, Route route, int number, boolean maybeSent) {
      this(message, attempt, route, number, maybeSent, System.nanoTime());
    }
  }

  private CompletableFuture<GatewayAnswer> call(Call call) {
    return Started.of(() -> made(call)).exceptionally(failure -> broken(call, failure));
  }

  /** From the admission on, no failure of ours may be told as if nothing had been sent. */
  private GatewayAnswer broken(Call call, Throwable failure) {
    log.error("A send failed beside its call: {}", failure.getClass().getName());
    GatewayAnswer answer =
        tools.errors().unknownOutcome().of(call.route, call.number, call.message);
    return finish(call, new GatewayOutcome.Unknown(null, "failed beside the call"), answer);
  }

  private CompletableFuture<GatewayAnswer> made(Call call) {
    boolean marketing = call.route == Route.MARKETING_MESSAGES;
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
              return heard(call, reply);
            },
            tools.work());
  }

  private CompletableFuture<GatewayAnswer> heard(Call call, GraphReply reply) {
    SmartRouter.End end = tools.replies().read(reply);
    Step step = SmartRouter.after(situation, call.number, call.route, end, call.maybeSent);
    if (step instanceof Step.Other other) {
      tools.metrics().fellBack(other.route(), end.code());
      return secondTurn().thenComposeAsync(turn -> other(call, other, reply, end), tools.work());
    }
    Step.Answer last = (Step.Answer) step;
    // The record first: nothing else may stand between it and the call.
    GatewayAnswer answer = finish(call, last.outcome(), answer(last, reply, call));
    lessons.taught(step.learnt(), end, call.began);
    return done(answer);
  }

  private CompletableFuture<GatewayAnswer> other(
      Call call, Step.Other other, GraphReply reply, SmartRouter.End end) {
    Next next;
    try {
      next = tools.ledger().next(call.message, call.attempt, other.ended(), other.route());
    } catch (RuntimeException away) {
      log.warn("A fallback was not allowed for now: {}", away.getClass().getName());
      return done(withoutFallback(call, other.ended(), reply));
    }
    lessons.taught(other.learnt(), end, call.began);
    if (next instanceof Next.Granted granted) {
      boolean maybeSent = other.ended() instanceof GatewayOutcome.Unknown;
      return call(
          new Call(call.message, granted.attemptId(), other.route(), call.number + 1, maybeSent));
    }
    GatewayAnswer answer;
    if (next instanceof Next.Refused refused) {
      answer = tools.errors().person(refused.reason());
    } else {
      // A webhook or another instance has ended the message in the meantime.
      answer =
          reply instanceof GraphReply.Answered answered
              ? GatewayAnswer.metas(answered)
              : tools.errors().unknownOutcome();
    }
    // The ledger has ended it already; this keeps the answer for a repetition with its key.
    return done(finish(call, other.ended(), answer.of(call.route, call.number, call.message)));
  }

  /** PostgreSQL does not allow the other route: the first one's answer is all there is. */
  private GatewayAnswer withoutFallback(Call call, GatewayOutcome ended, GraphReply reply) {
    Step.Answer last =
        ended instanceof GatewayOutcome.Refused refused
            ? new Step.Answer(
                new GatewayOutcome.Rejected(refused.http(), refused.failure(), false), true, null)
            : new Step.Answer(ended, false, null);
    return finish(call, last.outcome(), answer(last, reply, call));
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

  private GatewayAnswer answer(Step.Answer last, GraphReply reply, Call call) {
    GatewayAnswer answer;
    if (last.metas() && reply instanceof GraphReply.Answered answered) {
      answer = GatewayAnswer.metas(answered);
    } else if (last.outcome() instanceof GatewayOutcome.NotSent) {
      answer = tools.errors().notReached();
    } else {
      answer = tools.errors().unknownOutcome();
    }
    return answer.of(call.route, call.number, call.message);
  }

  /** Records how it ended; an acceptance that nobody may ask for again meanwhile. */
  private GatewayAnswer finish(Call call, GatewayOutcome outcome, GatewayAnswer answer) {
    StoredAnswer kept =
        request.key() == null || outcome instanceof GatewayOutcome.NotSent
            ? null
            : new StoredAnswer(
                answer.status(),
                answer.contentType(),
                answer.body(),
                answer.routeWord().equals("none") ? null : answer.routeWord(),
                answer.attempts(),
                call.message);
    Ended ended = new Ended(call.message, call.attempt, outcome, kept);
    if (kept == null && outcome instanceof GatewayOutcome.Accepted) {
      tools.recorder().recordMeanwhile(ended);
    } else {
      tools.recorder().record(ended);
    }
    return answer;
  }

  private static CompletableFuture<GatewayAnswer> done(GatewayAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
