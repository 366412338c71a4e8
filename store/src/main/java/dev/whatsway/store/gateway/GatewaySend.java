package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.Route;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A send that a client of the gateway asks for.
 *
 * @param channelId a channel of the account
 * @param to the recipient's phone number as the client wrote it, null where only {@code recipient}
 *     names the person
 * @param recipient Meta's business-scoped user id, null where there is none
 * @param messageType Meta's {@code type}
 * @param templateName null for what is not a template, as is the language
 * @param category {@code MARKETING}, {@code UTILITY} or {@code AUTHENTICATION}; null for what is
 *     not a template and for a template whose category is not known
 * @param route of the first attempt
 * @param idempotent null where the client sent no {@code Idempotency-Key}
 */
public record GatewaySend(
    UUID accountId,
    UUID channelId,
    @Nullable String to,
    @Nullable String recipient,
    String messageType,
    @Nullable String templateName,
    @Nullable String templateLanguage,
    @Nullable String category,
    Route route,
    @Nullable IdempotentRequest idempotent) {

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "GatewaySend[channelId=" + channelId + ", messageType=" + messageType + "]";
  }
}
