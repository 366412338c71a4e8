package dev.whatsway.store.inbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of a webhook.
 *
 * @param key what makes it the same event when Meta sends it again: 32 bytes
 * @param phoneNumberId Meta's id of our number, null where the event names none
 * @param payload JSON, except for {@link EventKind#UNREADABLE}
 * @param refusal why it must not take effect, null when it may
 * @param accountId whose it is, as far as whoever signed it may speak for them; null for nobody's
 */
public record ReceivedEvent(
    byte[] key,
    EventKind kind,
    @Nullable String phoneNumberId,
    String payload,
    @Nullable String refusal,
    @Nullable UUID accountId) {

  /** An event whose number says whose it is. */
  public ReceivedEvent(
      byte[] key,
      EventKind kind,
      @Nullable String phoneNumberId,
      String payload,
      @Nullable String refusal) {
    this(key, kind, phoneNumberId, payload, refusal, null);
  }
}
