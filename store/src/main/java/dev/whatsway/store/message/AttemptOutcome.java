package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a call to Meta ended, to be recorded. */
public sealed interface AttemptOutcome {

  UUID attemptId();

  /**
   * Meta took the message and gave it its wamid.
   *
   * @param messageStatus Meta's {@code message_status}
   */
  record Accepted(UUID attemptId, int httpStatus, @Nullable String wamid, String messageStatus)
      implements AttemptOutcome {

    /** Taken and on its way. */
    public Accepted(UUID attemptId, int httpStatus, @Nullable String wamid) {
      this(attemptId, httpStatus, wamid, "accepted");
    }
  }

  /** The route refused definitely; the message stays queued for its compensation. */
  record Refused(UUID attemptId, int httpStatus, Failure failure) implements AttemptOutcome {}

  /**
   * Nothing was sent, and the same call may succeed later.
   *
   * @param httpStatus null where Meta was not reached
   */
  record Retryable(UUID attemptId, @Nullable Integer httpStatus, Failure failure)
      implements AttemptOutcome {}

  /** Meta asked to slow down. */
  record RateLimited(UUID attemptId, int httpStatus, Failure failure, String scope)
      implements AttemptOutcome {}

  /** Refused for now: {@link LaterLedger} decides whether and when the message comes again. */
  record Later(UUID attemptId, int httpStatus, Failure failure) implements AttemptOutcome {}

  /**
   * Refused for good: the message has failed.
   *
   * @param stopped whether Meta says that the person has stopped marketing from this business,
   *     which is then stored as their opt-out
   */
  record Rejected(UUID attemptId, int httpStatus, Failure failure, boolean stopped)
      implements AttemptOutcome {

    /** Refused for another reason than a stop. */
    public Rejected(UUID attemptId, int httpStatus, Failure failure) {
      this(attemptId, httpStatus, failure, false);
    }
  }

  /**
   * Meta refuses every further message of the template or account: the message stays queued until
   * the stop is cleared.
   */
  record Stopped(UUID attemptId, int httpStatus, Failure failure) implements AttemptOutcome {}

  /** The answer was lost. */
  record Lost(UUID attemptId, @Nullable Integer httpStatus) implements AttemptOutcome {}
}
