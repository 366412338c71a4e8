package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim.Granted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one call to Meta has come to: what to record, and what follows once it is recorded. */
sealed interface Ending {

  AttemptOutcome outcome();

  /**
   * The send has this result; where the answer was lost, only if no webhook has told the outcome by
   * the time it is recorded.
   */
  record Decided(AttemptOutcome outcome, SendResult result) implements Ending {}

  /**
   * Nothing was sent, and the same call may succeed later.
   *
   * @param type the failure type by which Temporal is asked to try again
   * @param pause before the next call; null where the usual back-off will do
   */
  record Again(AttemptOutcome outcome, String type, String message, @Nullable Duration pause)
      implements Ending {}

  /**
   * Meta will refuse every message that this one stands for; {@link Stopping} settles what follows
   * before it is recorded.
   */
  record Stopped(
      AttemptOutcome.Stopped outcome, Granted granted, GraphCalls.Call call, Refusal refusal)
      implements Ending {}
}
