package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a call to Meta ended, to be recorded. */
public sealed interface AttemptOutcome {

  UUID attemptId();

  /** Meta took the message and gave it its wamid. */
  record Accepted(UUID attemptId, int httpStatus, @Nullable String wamid)
      implements AttemptOutcome {}

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

  /** Refused for good: the message has failed. */
  record Rejected(UUID attemptId, int httpStatus, Failure failure) implements AttemptOutcome {}

  /**
   * Meta refuses every further message of the template or account: the message stays queued until
   * the stop is cleared.
   */
  record Stopped(UUID attemptId, int httpStatus, Failure failure) implements AttemptOutcome {}

  /** The answer was lost. */
  record Lost(UUID attemptId, @Nullable Integer httpStatus) implements AttemptOutcome {}
}
