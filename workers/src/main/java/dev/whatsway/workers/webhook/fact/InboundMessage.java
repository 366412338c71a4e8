package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wrote to one of our numbers. Names and usernames that Meta sends along are not read.
 *
 * @param phoneNumberId our number, null where Meta left it out
 * @param wamid the message's own id
 * @param from E.164 with its plus sign; null where Meta shares the sender's BSUID alone
 * @param fromUserId the sender's BSUID
 * @param fromParentUserId the BSUID within the parent business
 * @param contextId the wamid of the message it answers
 * @param referral the ad it came from
 */
public record InboundMessage(
    @Nullable String phoneNumberId,
    @Nullable String wamid,
    @Nullable String from,
    @Nullable String fromUserId,
    @Nullable String fromParentUserId,
    Instant at,
    @Nullable String contextId,
    @Nullable Referral referral,
    InboundContent content)
    implements WebhookFact {

  /** Returns the wamid of the message it answers or reacts to; null where it names none. */
  public @Nullable String answers() {
    return contextId == null && content instanceof InboundContent.Reaction reaction
        ? reaction.messageId()
        : contextId;
  }

  /** An ad that opens WhatsApp; {@code sourceType} is {@code ad} or {@code post}. */
  public record Referral(
      @Nullable String sourceType,
      @Nullable String sourceId,
      @Nullable String sourceUrl,
      @Nullable String clickId) {}
}
