package dev.whatsway.api.gateway;

import dev.whatsway.api.gateway.OutcomeRecorder.Ended;
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

  /** Before {@link AnswerWriter} gives up. */
  private static final Duration LATEST_ADMISSION = Duration.ofSeconds(90);

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
   */
  private record Call(UUID message, UUID attempt, Route route, int number, boolean maybeSent) {}

  private CompletableFuture<GatewayAnswer> call(Call call) {
    CompletableFuture<GatewayAnswer> answer;
    try {
      answer = made(call);
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    return answer.exceptionally(failure -> broken(call, failure));
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
      tools.metrics().fellBack(other.route(), code(end));
      return secondTurn().thenComposeAsync(turn -> other(call, other, reply, end), tools.work());
    }
    Step.Answer last = (Step.Answer) step;
    // The record first: nothing else may stand between it and the call.
    GatewayAnswer answer = finish(call, last.outcome(), answer(last, reply, call));
    taught(step.learnt(), end);
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
    taught(other.learnt(), end);
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
              ? metas(answered)
              : tools.errors().unknownOutcome();
    }
    // The ledger has ended it already; this keeps the answer for a repetition with its key.
    return done(finish(call, other.ended(), answer.of(call.route, call.number, call.message)));
  }

  /** PostgreSQL does not allow the other route: the first one's answer is all there is. */
  private GatewayAnswer withoutFallback(Call call, GatewayOutcome ended, GraphReply reply) {
    GatewayAnswer answer;
    GatewayOutcome outcome = ended;
    if (ended instanceof GatewayOutcome.Refused refused
        && reply instanceof GraphReply.Answered answered) {
      outcome = new GatewayOutcome.Rejected(refused.http(), refused.failure(), false);
      answer = metas(answered);
    } else if (ended instanceof GatewayOutcome.NotSent) {
      answer = tools.errors().notReached();
    } else {
      answer = tools.errors().unknownOutcome();
    }
    return finish(call, outcome, answer.of(call.route, call.number, call.message));
  }

  private void taught(@Nullable Boolean learnt, SmartRouter.End end) {
    try {
      if (learnt == null) {
        ticket.answered(true);
      } else {
        // First, so that whoever finds no probe under way any more finds the word.
        learn(learnt);
        ticket.learnt(learnt);
      }
      heed(end);
    } catch (RuntimeException failure) {
      log.warn("What a call has taught was lost: {}", failure.getClass().getName());
    }
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
      answer = metas(answered);
    } else if (last.outcome() instanceof GatewayOutcome.NotSent) {
      answer = tools.errors().notReached();
    } else {
      answer = tools.errors().unknownOutcome();
    }
    return answer.of(call.route, call.number, call.message);
  }

  private static GatewayAnswer metas(GraphReply.Answered answered) {
    return new GatewayAnswer(
        answered.http(), answered.contentType(), answered.body(), null, 0, null, null, false);
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
