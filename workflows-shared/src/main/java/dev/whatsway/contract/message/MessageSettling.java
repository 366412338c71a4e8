package dev.whatsway.contract.message;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends a message whose time is over. Each returns where the message stands afterwards, which is
 * something else than asked for where a webhook was faster. {@link #standing} changes nothing. Task
 * queue {@code messages}.
 */
@ActivityInterface
public interface MessageSettling {

  /** Marks the message {@code unknown}, unless its outcome is known by now. */
  MessageStatus giveUp(UUID messageId);

  /**
   * Marks an accepted or sent message {@code expired}, unless it was delivered or failed by now.
   */
  MessageStatus expire(UUID messageId);

  /** Marks a message that could not be sent {@code failed}, unless it was taken by now. */
  MessageStatus fail(FailCommand command);

  /** Says where the message stands. */
  MessageStatus standing(UUID messageId);

  /**
   * Puts off a message that Meta refused, at once or by webhook, for the person's sake (131049): 24
   * to 25 hours from now, where the campaign allows one more try and has not ended by then;
   * otherwise the message has failed. May be repeated.
   */
  Deferral later(UUID messageId);

  /**
   * Where the message stands.
   *
   * @param due present exactly when it is queued and comes again then
   */
  record Deferral(MessageStatus status, @Nullable Instant due) {}

  /** Names the message and why it failed. */
  record FailCommand(UUID messageId, Failure failure) {}
}
