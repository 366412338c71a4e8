package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.graph.GraphAnswer;
import dev.whatsway.graph.GraphError;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.graph.Verdict;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim.Granted;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the end of a call means for its message, for the single send and for lanes alike. */
@Component
class Answers {

  /** Failure type of an answer that Meta itself calls temporary. */
  static final String PROVIDER_TRANSIENT = "PROVIDER_TRANSIENT";

  /** Failure type of a call that did not reach Meta. */
  static final String NOT_REACHED = "NOT_REACHED";

  private final Backoff backoff;
  private final JsonMapper json;

  Answers(Backoff backoff, JsonMapper json) {
    this.backoff = backoff;
    this.json = json;
  }

  Ending read(Granted granted, GraphCalls.Call call, GraphAnswer answer) {
    UUID attempt = granted.attemptId();
    if (answer instanceof GraphAnswer.NotSent notSent) {
      return new Ending.Again(
          new AttemptOutcome.Retryable(
              attempt, null, new Failure(0, "Meta was not reached", notSent.cause())),
          NOT_REACHED,
          "Meta was not reached: " + notSent.cause(),
          null);
    }
    if (answer instanceof GraphAnswer.Lost lost) {
      return lost(attempt, null, lost.cause());
    }
    return read(granted, call, (GraphAnswer.Answer) answer);
  }

  private Ending read(Granted granted, GraphCalls.Call call, GraphAnswer.Answer answer) {
    UUID attempt = granted.attemptId();
    Acceptance taken = answer.http() / 100 == 2 ? Acceptance.read(json, answer.body()) : null;
    if (taken != null) {
      return new Ending.Decided(
          new AttemptOutcome.Accepted(attempt, answer.http(), taken.wamid(), taken.messageStatus()),
          new SendResult.Accepted(attempt, taken.wamid(), taken.heldAs()));
    }
    GraphError error = GraphError.read(json, answer.body());
    Failure failure =
        error == null ? new Failure(0, "HTTP " + answer.http(), null) : error.failure();
    boolean otherWayOpen =
        granted.message().marketing() && call.line().marketingMessages() && !granted.compensates();
    Verdict verdict =
        GraphErrorClassifier.classify(call.route(), answer.http(), error, otherWayOpen);
    Refusal refusal = StopRefusals.of(verdict, failure.code());
    return refusal == null
        ? ending(granted, answer.http(), failure, verdict)
        : new Ending.Stopped(
            new AttemptOutcome.Stopped(attempt, answer.http(), failure), granted, call, refusal);
  }

  private Ending ending(Granted granted, int http, Failure failure, Verdict verdict) {
    UUID attempt = granted.attemptId();
    if (verdict instanceof Verdict.Unknown) {
      return lost(attempt, http, "HTTP " + http + " without a word from Meta");
    }
    if (verdict instanceof Verdict.RerouteToCloud
        || verdict instanceof Verdict.RerouteToMarketingMessages) {
      return new Ending.Decided(
          new AttemptOutcome.Refused(attempt, http, failure),
          new SendResult.Refused(attempt, failure));
    }
    if (verdict instanceof Verdict.SlowDown limit) {
      String scope = limit.scope().name().toLowerCase(Locale.ROOT);
      return new Ending.Decided(
          new AttemptOutcome.RateLimited(attempt, http, failure, scope),
          new SendResult.RateLimited(
              attempt,
              limit.scope(),
              backoff.after(limit.scope(), granted.rateLimited()),
              failure));
    }
    if (verdict instanceof Verdict.Transient temporary
        && granted.answered() + 1 < temporary.calls()) {
      return new Ending.Again(
          new AttemptOutcome.Retryable(attempt, http, failure),
          PROVIDER_TRANSIENT,
          "Meta asks to try again, code " + failure.code(),
          temporary.pause().isZero() ? null : temporary.pause());
    }
    if (verdict instanceof Verdict.RecipientLater) {
      return new Ending.Decided(
          new AttemptOutcome.Later(attempt, http, failure),
          new SendResult.Later(attempt, null, failure));
    }
    if (verdict instanceof Verdict.TemplateStop || verdict instanceof Verdict.AccountStop) {
      return stopped(attempt, http, failure, verdict);
    }
    boolean stopped = verdict instanceof Verdict.RecipientPermanent person && person.stopped();
    return rejected(attempt, http, failure, stopped);
  }

  /** The same refusal awaits every other message of the template, the number or the account. */
  private static Ending stopped(UUID attempt, int http, Failure failure, Verdict verdict) {
    return rejected(attempt, http, failure, false);
  }

  private static Ending rejected(UUID attempt, int http, Failure failure, boolean stopped) {
    return new Ending.Decided(
        new AttemptOutcome.Rejected(attempt, http, failure, stopped),
        new SendResult.Rejected(attempt, failure));
  }

  /** The end of a call that could not even be made: nothing has left. */
  static Ending unprepared(Granted granted, RuntimeException cause) {
    return new Ending.Again(
        new AttemptOutcome.Retryable(
            granted.attemptId(),
            null,
            new Failure(0, "Not attempted", cause.getClass().getSimpleName())),
        NOT_REACHED,
        "Not attempted: " + cause.getClass().getSimpleName(),
        null);
  }

  static Ending lost(UUID attempt, @Nullable Integer http, String cause) {
    return new Ending.Decided(
        new AttemptOutcome.Lost(attempt, http), new SendResult.Unknown(attempt, cause));
  }
}
