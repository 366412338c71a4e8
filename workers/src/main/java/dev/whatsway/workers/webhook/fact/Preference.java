package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody told Meta what they think of this business's marketing messages. At least one of phone
 * and user id is there.
 *
 * @param phone E.164 with its plus sign
 * @param userId the person's BSUID
 */
public record Preference(
    String phoneNumberId,
    @Nullable String phone,
    @Nullable String userId,
    @Nullable String parentUserId,
    Choice choice,
    Instant at)
    implements WebhookFact {

  /** What they chose. */
  public enum Choice {
    STOP,
    RESUME,
    /** Seen in the wild, not described by Meta. */
    SIGNUP,
    /** A word that is not known here. */
    UNKNOWN
  }
}
