package dev.whatsway.contract.campaign;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends many messages in one activity, by the same gate, claims, pace, routes and records as {@link
 * dev.whatsway.contract.message.MessageSending}. Task queue {@code bulk}.
 *
 * <p>A retry after the death of a worker goes on with what is still queued; what was claimed and
 * has no outcome becomes unknown, and is not sent again.
 */
@ActivityInterface
public interface BulkSending {

  /** Sends what is due of a lane, up to some thousands of messages. Heartbeats. */
  BulkResult send(BulkCommand command);

  /** The ordinals from {@code first} to before {@code end}. */
  record BulkCommand(UUID campaignId, long first, long end) {}

  /**
   * What is left of the lane.
   *
   * @param handled messages that were looked at
   * @param dueAt when the next message is due, where {@code remaining} is {@code LATER}; else null
   * @param quietHours whether all that is left waits for quiet hours to end: no webhook ends that
   *     wait, so none needs to be watched for; false in histories from before there were any
   */
  record BulkResult(
      Remaining remaining, long handled, @Nullable Instant dueAt, boolean quietHours) {

    /** One whose wait a webhook may end. */
    public BulkResult(Remaining remaining, long handled, @Nullable Instant dueAt) {
      this(remaining, handled, dueAt, false);
    }
  }

  /** Why the activity ended. */
  enum Remaining {
    /** Every message of the lane has an outcome. */
    NOTHING,
    /** There is more to send now. */
    MORE,
    /** Messages wait for a limit, a person's limit, quiet hours or a lost answer. */
    LATER,
    /** The campaign does not run, or something has stopped it: nothing may be sent for now. */
    HELD
  }
}
