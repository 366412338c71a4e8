package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one webhook event says of one message. The message is found by the attempt where Meta echoed
 * our {@code biz_opaque_callback_data}, else by the wamid; one of both must be there.
 *
 * @param attemptId the echoed callback data, null where Meta left it out
 * @param wamid null where the event has none, such as a click on a tracked link
 * @param pricing null where the event has none
 * @param conversationId null where the event has none
 * @param accountId whose message it may be alone; null for anybody's
 */
public record StatusUpdate(
    @Nullable UUID attemptId,
    @Nullable String wamid,
    MessageEvent event,
    @Nullable Pricing pricing,
    @Nullable String conversationId,
    @Nullable UUID accountId) {

  /** An update of anybody's message. */
  public StatusUpdate(
      @Nullable UUID attemptId,
      @Nullable String wamid,
      MessageEvent event,
      @Nullable Pricing pricing,
      @Nullable String conversationId) {
    this(attemptId, wamid, event, pricing, conversationId, null);
  }

  /** Returns the same of a message of this account alone. */
  public StatusUpdate of(UUID account) {
    return new StatusUpdate(attemptId, wamid, event, pricing, conversationId, account);
  }

  /** Meta's words for what the message is charged as; each null where left out. */
  public record Pricing(
      @Nullable String category, @Nullable String type, @Nullable Boolean billable) {}
}
