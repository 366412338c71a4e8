package dev.whatsway.store.inbox;

import org.jspecify.annotations.Nullable;

/**
 * One event of a webhook.
 *
 * @param key what makes it the same event when Meta sends it again: 32 bytes
 * @param phoneNumberId Meta's id of our number, null where the event names none
 * @param payload JSON, except for {@link EventKind#UNREADABLE}
 * @param refusal why it must not take effect, null when it may
 */
public record ReceivedEvent(
    byte[] key,
    EventKind kind,
    @Nullable String phoneNumberId,
    String payload,
    @Nullable String refusal) {}
