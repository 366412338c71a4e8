package dev.whatsway.workers.message;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageSettling.Deferral;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message: Marketing Messages first where the message may go that way; after a definite
 * refusal the other route as compensating activity, at most once; durable sleeps for rate limits; a
 * wait for webhooks where the answer was lost. It ends when the message's outcome is known or given
 * up.
 *
 * <p>Every decision is taken on values that the send activity returns, so the history alone shows
 * why a message went where it went. A lost answer is never followed by another send, through
 * neither route, unless the channel's policy is {@code resend}: Meta has no idempotency key.
 */
final class SendSaga {

  /** A held message looks again after this long even if nobody wakes it. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

  private static final String PUT_OFF = "Per-user marketing limit (131049): again after 24 h";

  /**
   * Longer than the 20 s of the HTTP call and the 20 s that the outcome's record may be retried
   * for.
   */
  private static final Duration ONE_TRY = Duration.ofSeconds(60);

  /**
   * Without a bound on tries, because an exception says that nothing was sent: the database or the
   * network is away, and the message shall go out when it is back. What Meta itself answers with a
   * retryable error is bounded by the ledger, which counts three calls a round and turns the third
   * failure into {@link SendResult.Rejected}; a bound here would count both kinds alike.
   */
  private static final RetryOptions RETRIES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(2))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofMinutes(1))
          .build();

  private final MessageInput input;
  private final MessageStory story;
  private final MessageSettling settling;
  private final Runnable onChange;
  private Instant giveUpAt = Instant.MAX;
  private int round = 1;
  private int rechecks;
  private SendResult.@Nullable Refused refused;
  private boolean resends;
  private @Nullable String heldByMeta;

  /**
   * @param onChange told whenever the story has changed
   */
  SendSaga(MessageInput input, MessageStory story, MessageSettling settling, Runnable onChange) {
    this.input = input;
    this.story = story;
    this.settling = settling;
    this.onChange = onChange;
  }

  void recheck() {
    rechecks++;
  }

  void run() {
    giveUpAt = Waits.now().plus(input.ttl());
    while (story.undecided()) {
      // Read before the send: a wake-up that overtakes the answer "held" must not be lost.
      int seen = rechecks;
      story.waitsFor("Meta's answer");
      try {
        apply(send(), seen);
      } catch (ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
          throw failure;
        }
        fail(failureOf(failure));
      }
      story.waitsFor(null);
      onChange.run();
    }
  }

  /**
   * Asks the ledger about a message that a webhook has failed for now, and waits until it comes
   * again.
   *
   * @return whether there is more to send or to track
   */
  boolean comesAgain() {
    if (!story.putOff()) {
      return false;
    }
    int seen = rechecks;
    Deferral deferral = settling.later(input.messageId());
    story.resume(deferral.status());
    if (deferral.due() != null) {
      awaitDue(deferral.due(), seen);
    }
    return story.undecided() || story.status().taken();
  }

  /** Returns in words that Meta holds the accepted message, null where it does not. */
  @Nullable String heldByMeta() {
    return heldByMeta;
  }

  /** Ends a message that nobody will send any more, unless its outcome is known. */
  void fail(Failure failure) {
    MessageStatus settled =
        settling.fail(new MessageSettling.FailCommand(input.messageId(), failure));
    story.settle(settled, failure);
  }

  private SendResult send() {
    if (story.route() == Route.MARKETING_MESSAGES) {
      return sending(summary("Cloud API", "Marketing Messages"))
          .sendViaMarketingMessages(command());
    }
    return sending(summary("Marketing Messages", "Cloud API")).sendViaCloud(command());
  }

  private String summary(String other, String route) {
    if (refused == null && resends) {
      return "Policy resend after a lost answer: send again through " + route;
    }
    return refused == null
        ? "Send through " + route
        : "Compensate refusal "
            + refused.failure().code()
            + " of "
            + other
            + ": send through "
            + route;
  }

  private SendCommand command() {
    return new SendCommand(input.messageId(), round, refused == null ? null : refused.attemptId());
  }

  private void apply(SendResult result, int seen) {
    if (result instanceof SendResult.Accepted answer) {
      heldByMeta = holding(answer.messageStatus());
      story.rise(MessageStatus.ACCEPTED);
    } else if (result instanceof SendResult.Refused answer) {
      compensate(answer);
    } else if (result instanceof SendResult.Rejected answer) {
      story.fail(answer.failure());
    } else if (result instanceof SendResult.NotSent answer) {
      story.settle(answer.status(), answer.reason());
    } else if (result instanceof SendResult.RateLimited answer) {
      sleep(answer, seen);
    } else if (result instanceof SendResult.Later answer) {
      putOff(answer, seen);
    } else if (result instanceof SendResult.Held answer) {
      awaitRecheck(LOOK_AGAIN, seen, "Held: " + answer.reason());
    } else if (result instanceof SendResult.Unknown answer) {
      awaitOutcome(answer);
    }
  }

  private void compensate(SendResult.Refused answer) {
    if (refused != null) {
      // Each route names the other: never to and fro.
      fail(answer.failure());
      return;
    }
    refused = answer;
    story.goesThrough(story.route() == Route.CLOUD ? Route.MARKETING_MESSAGES : Route.CLOUD);
  }

  private void sleep(SendResult.RateLimited limit, int seen) {
    if (limit.attemptId() == null) {
      // Nothing was asked of Meta, so no round is used up. Nor does the time to live run: a
      // portfolio may hold a message for days, which the end or a cancel of its campaign ends.
      Instant from = Waits.now();
      awaitRecheck(limit.delay(), seen, ownLimit(limit));
      if (limit.scope() == Scope.QUIET_HOURS) {
        giveUpAt = giveUpAt.plus(Duration.between(from, Waits.now()));
      }
      return;
    }
    if (Waits.now().plus(limit.delay()).isAfter(giveUpAt)) {
      fail(limit.failure());
      return;
    }
    awaitRecheck(
        limit.delay(), seen, "Rate limit of the " + limit.scope().name().toLowerCase(Locale.ROOT));
    round++;
  }

  private void putOff(SendResult.Later answer, int seen) {
    Instant due = answer.due();
    if (due == null) {
      Deferral deferral = settling.later(input.messageId());
      due = deferral.due();
      if (due == null) {
        story.settle(deferral.status(), answer.failure());
        return;
      }
    }
    awaitDue(due, seen);
  }

  /** Someone who wakes it earlier makes it look whether it is canceled, and sleep on. */
  private void awaitDue(Instant due, int seen) {
    awaitRecheck(Duration.between(Waits.now(), due), seen, PUT_OFF);
    if (!Waits.now().isBefore(due)) {
      round++;
      giveUpAt = Waits.now().plus(input.ttl());
    }
  }

  private static @Nullable String holding(@Nullable String messageStatus) {
    if (messageStatus == null) {
      return null;
    }
    return messageStatus.equals("held_for_quality_assessment")
        ? "Held by Meta for quality assessment, up to 1 h"
        : "Held by Meta (" + messageStatus + ")";
  }

  private static String ownLimit(SendResult.RateLimited limit) {
    return switch (limit.scope()) {
      case PAIR -> "Waits until the pair rate allows another message to this person";
      case NUMBER -> "Waits for the number's turn";
      case ACCOUNT -> "Waits for the account's limit";
      case PORTFOLIO -> "Waits until the portfolio's messaging limit has room again";
      // In UTC: a local time would tell where the person lives.
      case QUIET_HOURS ->
          "Quiet hours of the recipient until "
              + Waits.now().plus(limit.delay()).truncatedTo(ChronoUnit.SECONDS);
    };
  }

  private void awaitRecheck(Duration atMost, int seen, String why) {
    story.waitsFor(why);
    onChange.run();
    Waits.until(() -> rechecks != seen || !story.undecided(), atMost, why);
  }

  private void awaitOutcome(SendResult.Unknown unknown) {
    String why = "Answer lost (" + unknown.cause() + "): waits for a webhook to tell the outcome";
    story.waitsFor(why);
    onChange.run();
    if (Waits.until(() -> !story.undecided(), input.unknownDeadline(), why)) {
      return;
    }
    if (input.unknownPolicy() == UnknownPolicy.RESEND) {
      round++;
      resends = true;
      story.remark("sent again by the channel's policy resend after a lost answer");
    } else {
      story.settle(settling.giveUp(input.messageId()), why);
    }
  }

  private static MessageSending sending(String summary) {
    return Workflow.newActivityStub(
        MessageSending.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.SENDING)
            .setStartToCloseTimeout(ONE_TRY)
            .setRetryOptions(RETRIES)
            .setSummary(summary)
            .build());
  }

  private static Failure failureOf(ActivityFailure failure) {
    String cause =
        failure.getCause() instanceof ApplicationFailure application
            ? application.getType()
            : String.valueOf(failure.getRetryState());
    return new Failure(0, "The send could not be carried out", cause);
  }
}
