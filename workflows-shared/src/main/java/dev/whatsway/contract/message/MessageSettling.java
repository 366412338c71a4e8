package dev.whatsway.contract.message;

import io.temporal.activity.ActivityInterface;
import java.util.UUID;

/**
 * Ends a message whose time is over. Each returns where the message stands afterwards, which is
 * something else than asked for where a webhook was faster. Task queue {@code messages}.
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

  /** Names the message and why it failed. */
  record FailCommand(UUID messageId, Failure failure) {}
}
