package dev.whatsway.api.link;

import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.link.TrackedLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * A click as an event of the inbox. Its key is the message's, so that however often somebody
 * follows a link, the inbox takes one.
 */
final class ClickEvent {

  static ReceivedEvent of(TrackedLink link, Instant at) {
    String payload =
        "{\"item\":{\"attempt_id\":\"%s\",\"timestamp\":%d}}"
            .formatted(link.attemptId(), at.getEpochSecond());
    return new ReceivedEvent(
        key("click/" + link.messageId()), EventKind.CLICK, null, payload, null);
  }

  private static byte[] key(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private ClickEvent() {}
}
