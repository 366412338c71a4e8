package dev.whatsway.workers.sending;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.graph.GraphAnswer;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.Claim.Granted;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.spring.boot.ActivityImpl;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * One send through one route: wait for the number's turn, claim, call, record. What happens between
 * the claim's commit and the outcome's commit cannot be undone, so nothing else stands between
 * them, and whatever goes wrong there leaves the attempt without an outcome for the next try to
 * find.
 */
@Component
@ActivityImpl(workers = TaskQueues.SENDING)
class MessageSendingActivities implements MessageSending {

  /** Failure type of a message that is not in the ledger; not retried. */
  static final String NO_SUCH_MESSAGE = "NO_SUCH_MESSAGE";

  private final NumberTurns turns;
  private final SendLedger claims;
  private final OutcomeLedger outcomes;
  private final GraphCalls calls;
  private final Answers answers;
  private final Stopping stopping;
  private final Persistence persistence;

  MessageSendingActivities(
      NumberTurns turns,
      SendLedger claims,
      OutcomeLedger outcomes,
      GraphCalls calls,
      Answers answers,
      Stopping stopping,
      Persistence persistence) {
    this.turns = turns;
    this.claims = claims;
    this.outcomes = outcomes;
    this.calls = calls;
    this.answers = answers;
    this.stopping = stopping;
    this.persistence = persistence;
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
    long turn;
    do {
      Optional<SendResult.RateLimited> later = turns.await(command.messageId());
      if (later.isPresent()) {
        return later.get();
      }
      turn = System.nanoTime();
      claim = claim(command, route);
    } while (claim instanceof Claim.Moved);
    if (claim instanceof Claim.Answered answered) {
      return answered.result();
    }
    Granted granted = (Granted) claim;
    GraphCalls.Call call = prepare(granted);
    turns.stillOrAgain(granted.message(), turn).join();
    GraphAnswer answer = call.post();
    Ending ending =
        persistence.untilStored(() -> stopping.settle(answers.read(granted, call, answer)));
    boolean counts = persistence.untilStored(() -> outcomes.record(ending.outcome()));
    turns.heed(granted.message().channelId(), ending);
    return result(ending, counts);
  }

  private Claim claim(SendCommand command, Route route) {
    try {
      return claims.claim(command.messageId(), command.round(), route);
    } catch (NoSuchElementException none) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The ledger has no such message.", NO_SUCH_MESSAGE);
    }
  }

  private GraphCalls.Call prepare(Granted granted) {
    try {
      // A fallback channel may carry another route than was asked for.
      return calls.prepare(granted, granted.route());
    } catch (RuntimeException unprepared) {
      // Without an outcome the attempt would count as lost.
      Ending nothing = Answers.unprepared(granted, unprepared);
      persistence.untilStored(() -> outcomes.record(nothing.outcome()));
      throw unprepared;
    }
  }

  private static SendResult result(Ending ending, boolean counts) {
    if (ending instanceof Ending.Again again) {
      throw expected(again);
    }
    SendResult result = ((Ending.Decided) ending).result();
    return result instanceof SendResult.Unknown unknown && !counts
        ? new SendResult.Accepted(unknown.attemptId(), null)
        : result;
  }

  private static ApplicationFailure expected(Ending.Again again) {
    ApplicationFailure.Builder builder =
        ApplicationFailure.newBuilder()
            .setMessage(again.message())
            .setType(again.type())
            .setCategory(ApplicationErrorCategory.BENIGN);
    return again.pause() == null
        ? builder.build()
        : builder.setNextRetryDelay(again.pause()).build();
  }
}
