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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * One send through one route: claim, call, record. What happens between the claim's commit and the
 * outcome's commit cannot be undone, so nothing else stands between them, and whatever goes wrong
 * there leaves the attempt without an outcome for the next try to find.
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

  private final SendLedger claims;
  private final OutcomeLedger outcomes;
  private final GraphCalls calls;
  private final Backoff backoff;
  private final Persistence persistence;
  private final JsonMapper json;

  MessageSendingActivities(
      SendLedger claims,
      OutcomeLedger outcomes,
      GraphCalls calls,
      Backoff backoff,
      Persistence persistence,
      JsonMapper json) {
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
    GraphCalls.Call call = prepare(granted, route);
    GraphAnswer answer = call.post();
    return persistence.untilStored(() -> record(granted, call, answer));
  }

  private GraphCalls.Call prepare(Granted granted, Route route) {
    try {
      return calls.prepare(granted, route);
    } catch (RuntimeException unprepared) {
      // Nothing has left: give the attempt an outcome, or it would count as lost.
      Failure failure = new Failure(0, "Not attempted", unprepared.getClass().getSimpleName());
      persistence.untilStored(
          () -> outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), null, failure)));
      throw unprepared;
    }
  }

  private SendResult record(Granted granted, GraphCalls.Call call, GraphAnswer answer) {
    if (answer instanceof GraphAnswer.NotSent notSent) {
      Failure failure = new Failure(0, "Meta was not reached", notSent.cause());
      outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), null, failure));
      throw expected("Meta was not reached: " + notSent.cause(), NOT_REACHED).build();
    }
    if (answer instanceof GraphAnswer.Lost lost) {
      return unknown(granted, null, lost.cause());
    }
    return record(granted, call, (GraphAnswer.Answer) answer);
  }

  private SendResult record(Granted granted, GraphCalls.Call call, GraphAnswer.Answer answer) {
    Acceptance taken = answer.http() / 100 == 2 ? Acceptance.read(json, answer.body()) : null;
    if (taken != null) {
      outcomes.record(
          new AttemptOutcome.Accepted(
              granted.attemptId(), answer.http(), taken.wamid(), taken.messageStatus()));
      return new SendResult.Accepted(granted.attemptId(), taken.wamid(), taken.heldAs());
    }
    GraphError error = GraphError.read(json, answer.body());
    Failure failure =
        error == null ? new Failure(0, "HTTP " + answer.http(), null) : error.failure();
    boolean otherWayOpen =
        granted.message().marketing() && call.line().marketingMessages() && !granted.compensates();
    Verdict verdict =
        GraphErrorClassifier.classify(call.route(), answer.http(), error, otherWayOpen);
    return record(granted, answer.http(), failure, verdict);
  }

  private SendResult record(Granted granted, int http, Failure failure, Verdict verdict) {
    if (verdict instanceof Verdict.Unknown) {
      return unknown(granted, http, "HTTP " + http + " without a word from Meta");
    }
    if (verdict instanceof Verdict.RerouteToCloud
        || verdict instanceof Verdict.RerouteToMarketingMessages) {
      outcomes.record(new AttemptOutcome.Refused(granted.attemptId(), http, failure));
      return new SendResult.Refused(granted.attemptId(), failure);
    }
    if (verdict instanceof Verdict.SlowDown limit) {
      String scope = limit.scope().name().toLowerCase(Locale.ROOT);
      outcomes.record(new AttemptOutcome.RateLimited(granted.attemptId(), http, failure, scope));
      return new SendResult.RateLimited(
          granted.attemptId(),
          limit.scope(),
          backoff.after(limit.scope(), granted.rateLimited()),
          failure);
    }
    if (verdict instanceof Verdict.Transient temporary
        && granted.answered() + 1 < temporary.calls()) {
      outcomes.record(new AttemptOutcome.Retryable(granted.attemptId(), http, failure));
      throw again(failure, temporary);
    }
    if (verdict instanceof Verdict.RecipientLater) {
      outcomes.record(new AttemptOutcome.Later(granted.attemptId(), http, failure));
      return new SendResult.Later(granted.attemptId(), null, failure);
    }
    if (verdict instanceof Verdict.TemplateStop || verdict instanceof Verdict.AccountStop) {
      return stopped(granted, http, failure, verdict);
    }
    boolean stopped = verdict instanceof Verdict.RecipientPermanent person && person.stopped();
    return rejected(granted, http, failure, stopped);
  }

  /** What the same refusal awaits every message of the template or the account. */
  private SendResult stopped(Granted granted, int http, Failure failure, Verdict verdict) {
    return rejected(granted, http, failure, false);
  }

  private SendResult rejected(Granted granted, int http, Failure failure, boolean stopped) {
    outcomes.record(new AttemptOutcome.Rejected(granted.attemptId(), http, failure, stopped));
    return new SendResult.Rejected(granted.attemptId(), failure);
  }

  private SendResult unknown(Granted granted, @Nullable Integer http, String cause) {
    return outcomes.record(new AttemptOutcome.Lost(granted.attemptId(), http))
        ? new SendResult.Unknown(granted.attemptId(), cause)
        : new SendResult.Accepted(granted.attemptId(), null);
  }

  private static ApplicationFailure again(Failure failure, Verdict.Transient temporary) {
    ApplicationFailure.Builder builder =
        expected("Meta asks to try again, code " + failure.code(), PROVIDER_TRANSIENT);
    return temporary.pause().isZero()
        ? builder.build()
        : builder.setNextRetryDelay(temporary.pause()).build();
  }

  private static ApplicationFailure.Builder expected(String message, String type) {
    return ApplicationFailure.newBuilder()
        .setMessage(message)
        .setType(type)
        .setCategory(ApplicationErrorCategory.BENIGN);
  }
}
