package dev.whatsway.workers.webhook.fact;

import dev.whatsway.store.message.StatusUpdate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a message of ours.
 *
 * @param phoneNumberId our number, null where Meta left it out
 * @param recipient E.164 with its plus sign; null where the message went to a BSUID whose number
 *     Meta does not share, or to a group
 * @param recipientUserId the recipient's BSUID
 * @param recipientParentUserId the BSUID within the parent business
 */
public record StatusFact(
    @Nullable String phoneNumberId,
    StatusUpdate update,
    @Nullable String recipient,
    @Nullable String recipientUserId,
    @Nullable String recipientParentUserId,
    @Nullable Conversation conversation)
    implements WebhookFact {

  /**
   * Meta's conversation; from v24.0 of the Graph API on it comes with free entry points alone.
   *
   * @param originType such as {@code referral_conversion}
   * @param expiresAt told with {@code sent} alone
   */
  public record Conversation(
      @Nullable String id, @Nullable String originType, @Nullable Instant expiresAt) {}
}
