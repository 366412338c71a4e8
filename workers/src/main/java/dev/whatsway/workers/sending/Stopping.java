package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Stores the stop that a call has met, before the call's own outcome: from then on nothing more is
 * sent there. The message that met it did nothing wrong, so it waits with the others, or goes
 * through another channel of its campaign, unless its step has named one that is none of these.
 */
@Component
class Stopping {

  /** Failure type of a call whose token was replaced while it ran. */
  static final String TOKEN_REPLACED = "TOKEN_REPLACED";

  /** Failure type of a call through a channel that is stopped now, where another is open. */
  static final String OTHER_CHANNEL = "OTHER_CHANNEL";

  private final Stops stops;
  private final CampaignLines lines;
  private final GraphCalls calls;
  private final Backoff backoff;

  Stopping(Stops stops, CampaignLines lines, GraphCalls calls, Backoff backoff) {
    this.stops = stops;
    this.lines = lines;
    this.calls = calls;
    this.backoff = backoff;
  }

  /**
   * Stores a stop and says what follows for its message; returns any other ending as it is. May be
   * repeated. Call it outside of a transaction.
   */
  Ending settle(Ending ending) {
    return ending instanceof Ending.Stopped stopped ? stop(stopped) : ending;
  }

  private Ending stop(Ending.Stopped stopped) {
    UUID channel = stopped.granted().message().channelId();
    AttemptOutcome.Stopped outcome = stopped.outcome();
    if (stopped.refusal().cause() == Stop.Cause.TOKEN
        && calls.tokenReplaced(stopped.call(), channel)) {
      // Without its HTTP status it does not count among the answers that fail a message.
      return new Ending.Again(
          new AttemptOutcome.Retryable(outcome.attemptId(), null, outcome.failure()),
          TOKEN_REPLACED,
          "The access token was replaced during the call",
          null);
    }
    if (!stops.open(stopped.granted().message().messageId(), stopped.refusal())) {
      return slowedDown(stopped);
    }
    Claim.Outgoing message = stopped.granted().message();
    LineStop stop = lines.stopOfMessage(message.campaignId(), message.messageId());
    return stop == null
        ? new Ending.Again(
            outcome,
            OTHER_CHANNEL,
            "Goes through another channel after code " + outcome.failure().code(),
            null)
        : new Ending.Decided(outcome, new SendResult.Held("stopped: " + stop.reason()));
  }

  /** The number goes on slowly, by its policy: the message comes again, later and later. */
  private Ending slowedDown(Ending.Stopped stopped) {
    AttemptOutcome.Stopped outcome = stopped.outcome();
    return new Ending.Decided(
        new AttemptOutcome.RateLimited(
            outcome.attemptId(), outcome.httpStatus(), outcome.failure(), "number"),
        new SendResult.RateLimited(
            outcome.attemptId(),
            Scope.NUMBER,
            backoff.after(Scope.NUMBER, stopped.granted().rateLimited()),
            outcome.failure()));
  }
}
