package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import io.temporal.activity.ActivityInterface;

/** Sends nothing. */
@ActivityInterface
public interface BareSending {

  /**
   * Answers at once, and has the message's workflow be signaled from then on.
   *
   * @param signals how many
   */
  SendResult send(SendCommand command, int signals);
}
