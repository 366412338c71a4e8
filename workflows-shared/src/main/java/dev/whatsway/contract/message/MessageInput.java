package dev.whatsway.contract.message;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All a message workflow needs to know; who it goes to and what it says stay in PostgreSQL.
 *
 * @param template {@code name/language}, for the search attribute
 * @param route the route to try first
 * @param ttl from acceptance until a message without a delivery counts as expired, and until its
 *     workflow ends
 * @param unknownDeadline how long a lost answer waits for a webhook
 * @param tracksClicks whether a click on this message can be told apart, so that its workflow waits
 *     for one after the read
 * @param lookAfter from acceptance until the workflow looks for itself where the message stands;
 *     null where it is told of every status at once
 */
public record MessageInput(
    UUID messageId,
    UUID campaignId,
    UUID channelId,
    String template,
    Route route,
    Duration ttl,
    Duration unknownDeadline,
    UnknownPolicy unknownPolicy,
    boolean tracksClicks,
    @Nullable Duration lookAfter) {

  /** One that is told of every status at once. */
  public MessageInput(
      UUID messageId,
      UUID campaignId,
      UUID channelId,
      String template,
      Route route,
      Duration ttl,
      Duration unknownDeadline,
      UnknownPolicy unknownPolicy,
      boolean tracksClicks) {
    this(
        messageId,
        campaignId,
        channelId,
        template,
        route,
        ttl,
        unknownDeadline,
        unknownPolicy,
        tracksClicks,
        null);
  }
}
