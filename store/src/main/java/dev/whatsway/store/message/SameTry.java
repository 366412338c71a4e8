package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.Attempt.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attempts that a repetition of a request finds: those of its round and route. */
final class SameTry {

  static List<Attempt> of(List<Attempt> attempts, SendLedger.Request request) {
    return attempts.stream()
        .filter(a -> a.round() == request.round() && a.route() == request.route())
        .toList();
  }

  /** Counts those that Meta answered with a retryable error. */
  static int answered(List<Attempt> attempts) {
    return (int)
        attempts.stream()
            .filter(a -> a.outcome() == Outcome.RETRYABLE && a.httpStatus() != null)
            .count();
  }

  /**
   * Answers a retry by Temporal whose first try had its outcome recorded, but not reported; null
   * where a further call may be made.
   */
  static @Nullable SendResult answer(List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return null;
    }
    Attempt last = attempts.get(attempts.size() - 1);
    Failure failure = last.failure() == null ? new Failure(0, "refused", null) : last.failure();
    return switch (Objects.requireNonNull(last.outcome())) {
      case REFUSED -> new SendResult.Refused(last.id(), failure);
      case RATE_LIMITED ->
          new SendResult.RateLimited(
              last.id(), SendResult.RateLimited.Scope.NUMBER, Duration.ofSeconds(10), failure);
      default -> null;
    };
  }

  private SameTry() {}
}
