package dev.whatsway.contract.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one send ended. Every ending is a value; an exception means that nothing is known to have
 * been sent and Temporal may try again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SendResult.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = SendResult.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = SendResult.RateLimited.class, name = "rate_limited"),
  @JsonSubTypes.Type(value = SendResult.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = SendResult.Unknown.class, name = "unknown"),
  @JsonSubTypes.Type(value = SendResult.Held.class, name = "held"),
  @JsonSubTypes.Type(value = SendResult.Later.class, name = "later"),
  @JsonSubTypes.Type(value = SendResult.NotSent.class, name = "not_sent")
})
public sealed interface SendResult {

  /**
   * Meta took the message.
   *
   * @param wamid null only where a webhook without one settled the attempt
   * @param messageStatus Meta's {@code message_status} where it is not {@code accepted}: {@code
   *     held_for_quality_assessment} or {@code paused}; null otherwise
   */
  record Accepted(UUID attemptId, @Nullable String wamid, @Nullable String messageStatus)
      implements SendResult {

    /** Taken and on its way. */
    public Accepted(UUID attemptId, @Nullable String wamid) {
      this(attemptId, wamid, null);
    }
  }

  /**
   * A route refused definitely, for a reason that the other does not share: the other may be tried.
   */
  record Refused(UUID attemptId, Failure failure) implements SendResult {}

  /**
   * A limit is reached and nothing was sent: Meta said so, or we kept it from having to.
   *
   * @param attemptId null where Meta was not asked: the limit is known here, and no attempt was
   *     claimed
   * @param scope what the limit is counted on
   * @param delay how long to sleep before the next try
   */
  record RateLimited(@Nullable UUID attemptId, Scope scope, Duration delay, Failure failure)
      implements SendResult {
    /**
     * What the limit is counted on: the pair of numbers, the sending number, the app or account,
     * the people that the portfolio may write to within 24 hours. Quiet hours count nothing: they
     * let the message wait until they end.
     */
    public enum Scope {
      PAIR,
      NUMBER,
      ACCOUNT,
      PORTFOLIO,
      QUIET_HOURS
    }
  }

  /** Refused for good; the message has failed and the ledger says so. */
  record Rejected(UUID attemptId, Failure failure) implements SendResult {}

  /**
   * The answer was lost: the message may have gone out. It must not be sent again unless a policy
   * allows it.
   */
  record Unknown(UUID attemptId, String cause) implements SendResult {}

  /** Not offered to Meta for now (the campaign is paused); try again when told to. */
  record Held(String reason) implements SendResult {}

  /**
   * Meta shields the person from marketing for now (131049). Never rerouted: the limit is the
   * person's, on every route.
   *
   * @param due when it may come again; null where {@link MessageSettling#later} has to decide that
   */
  record Later(UUID attemptId, @Nullable Instant due, Failure failure) implements SendResult {}

  /**
   * Never to be sent.
   *
   * @param status {@code SKIPPED} or {@code CANCELED}, already in the ledger
   */
  record NotSent(MessageStatus status, String reason) implements SendResult {}
}
