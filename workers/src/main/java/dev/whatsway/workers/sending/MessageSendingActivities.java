package dev.whatsway.workers.sending;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.Claim.Granted;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.spring.boot.ActivityImpl;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One send through one route: wait for the number's turn, claim, call, record. What happens between
 * the claim's commit and the outcome's commit cannot be undone, so nothing else stands between
 * them, and whatever goes wrong there leaves the attempt without an outcome for the next try to
 * find.
 */
@Component
@ActivityImpl(workers = TaskQueues.SENDING)
class MessageSendingActivities implements MessageSending {

  /** Failure type of an answer that Meta itself calls temporary. */
  static final String PROVIDER_TRANSIENT = "PROVIDER_TRANSIENT";

  /** Failure type of a call that did not reach Meta. */
  static final String NOT_REACHED = "NOT_REACHED";

  /** Failure type of a message that is not in the ledger; not retried. */
  static final String NO_SUCH_MESSAGE = "NO_SUCH_MESSAGE";

  /** Calls a round that Meta may answer with a retryable error; the last of them fails for good. */
  private static final int ANSWERS_A_ROUND = 3;

  private final NumberTurns turns;
  private final SendLedger claims;
  private final OutcomeLedger outcomes;
  private final GraphCalls calls;
  private final Backoff backoff;
  private final Persistence persistence;
  private final JsonMapper json;

  MessageSendingActivities(
      NumberTurns turns,
      SendLedger claims,
      OutcomeLedger outcomes,
      GraphCalls calls,
      Backoff backoff,
      Persistence persistence,
      JsonMapper json) {
    this.turns = turns;
    this.claims = claims;
    this.outcomes = outcomes;
    this.calls = calls;
    this.backoff = backoff;
    this.persistence = persistence;
    this.json = json;
  }

  @Override
  public SendResult sendViaMarketingMessages(SendCommand command) {
    return send(command, Route.MARKETING_MESSAGES);
  }

  @Override
  public SendResult sendViaCloud(SendCommand command) {
    return send(command, Route.CLOUD);
  }

  private SendResult send(SendCommand command, Route route) {
    Optional<SendResult.RateLimited> later = turns.await(command.messageId());
    if (later.isPresent()) {
      return later.get();
    }
    Claim claim;
    try {
      claim = claims.claim(command.messageId(), command.round(), route);
    } catch (NoSuchElementException none) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The ledger has no such message.", NO_SUCH_MESSAGE);
    }
    if (claim instanceof Claim.Answered answered) {
      return answered.result();
    }
    Granted granted = (Granted) claim;
    GraphAnswer answer = call(granted, route);
    return persistence.untilStored(() -> record(granted, route, answer));
  }

  private GraphAnswer call(Granted granted, Route route) {
    GraphCalls.Call call;
    try {
      call = calls.prepare(granted, route);
    } catch (RuntimeException unprepared) {
      // Nothing has left: give the attempt an outcome, or it would count as lost.
      Failure failure = new Failure(0, "Not attempted", unprepared.getClass().getSimpleName());
      persistence.untilStored(
          () -> outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), null, failure)));
      throw unprepared;
    }
    return call.post();
  }

  private SendResult record(Granted granted, Route route, GraphAnswer answer) {
    if (answer instanceof GraphAnswer.NotSent notSent) {
      Failure failure = new Failure(0, "Meta was not reached", notSent.cause());
      outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), null, failure));
      throw expected("Meta was not reached: " + notSent.cause(), NOT_REACHED);
    }
    if (answer instanceof GraphAnswer.Lost lost) {
      return unknown(granted, null, lost.cause());
    }
    return record(granted, route, (GraphAnswer.Answer) answer);
  }

  private SendResult record(Granted granted, Route route, GraphAnswer.Answer answer) {
    String wamid = answer.http() / 100 == 2 ? wamid(answer.body()) : null;
    if (wamid != null) {
      outcomes.record(new AttemptOutcome.Accepted(granted.attemptId(), answer.http(), wamid));
      return new SendResult.Accepted(granted.attemptId(), wamid);
    }
    GraphError error = GraphError.read(json, answer.body());
    Failure failure =
        error == null ? new Failure(0, "HTTP " + answer.http(), null) : error.failure();
    Verdict verdict = GraphErrorClassifier.classify(route, answer.http(), error);
    return record(granted, answer.http(), failure, verdict);
  }

  private SendResult record(Granted granted, int http, Failure failure, Verdict verdict) {
    if (verdict instanceof Verdict.Unknown) {
      return unknown(granted, http, "HTTP " + http + " without a word from Meta");
    }
    if (verdict instanceof Verdict.RerouteToCloud) {
      outcomes.record(new AttemptOutcome.Refused(granted.attemptId(), http, failure));
      return new SendResult.Refused(granted.attemptId(), failure);
    }
    if (verdict instanceof Verdict.SlowDown limit) {
      String scope = limit.scope().name().toLowerCase(Locale.ROOT);
      outcomes.record(new AttemptOutcome.RateLimited(granted.attemptId(), http, failure, scope));
      turns.refused(granted.message().channelId(), limit.scope(), failure.code());
      return new SendResult.RateLimited(
          granted.attemptId(),
          limit.scope(),
          backoff.after(limit.scope(), granted.rateLimited()),
          failure);
    }
    if (verdict instanceof Verdict.Transient && granted.answered() + 1 < ANSWERS_A_ROUND) {
      outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), http, failure));
      throw expected("Meta asks to try again, code " + failure.code(), PROVIDER_TRANSIENT);
    }
    outcomes.record(new AttemptOutcome.Rejected(granted.attemptId(), http, failure));
    return new SendResult.Rejected(granted.attemptId(), failure);
  }

  private SendResult unknown(Granted granted, @Nullable Integer http, String cause) {
    return outcomes.record(new AttemptOutcome.Lost(granted.attemptId(), http))
        ? new SendResult.Unknown(granted.attemptId(), cause)
        : new SendResult.Accepted(granted.attemptId(), null);
  }

  private @Nullable String wamid(String body) {
    try {
      JsonNode id = json.readTree(body).path("messages").path(0).path("id");
      return id.isString() && !id.asString().isBlank() ? id.asString() : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static ApplicationFailure expected(String message, String type) {
    return ApplicationFailure.newBuilder()
        .setMessage(message)
        .setType(type)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }
}
