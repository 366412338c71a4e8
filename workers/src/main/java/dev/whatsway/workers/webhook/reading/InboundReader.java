package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.InboundMessage;
import dev.whatsway.workers.webhook.fact.InboundMessage.Referral;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads elements of {@code messages}: what people send us. */
final class InboundReader {

  static WebhookFact read(Source source) {
    JsonNode item = source.item();
    JsonNode contact = source.contact();
    InboundMessage message =
        new InboundMessage(
            source.phoneNumberId(),
            Lenient.text(item.path("id")),
            firstPhone(item.path("from"), contact.path("wa_id")),
            Lenient.firstText(item.path("from_user_id"), contact.path("user_id")),
            Lenient.firstText(
                item.path("from_parent_user_id"),
                item.path("parent_user_id"),
                contact.path("parent_user_id")),
            Lenient.time(item.path("timestamp"), source.receivedAt()),
            Lenient.text(item.path("context").path("id")),
            referral(item.path("referral")),
            ContentReader.read(item));
    return isOfUse(message, item) ? message : unknown(item);
  }

  /** A message from nobody that answers nothing cannot have an effect. */
  private static boolean isOfUse(InboundMessage message, JsonNode item) {
    boolean fromSomebody = message.from() != null || message.fromUserId() != null;
    return message.answers() != null || (fromSomebody && Lenient.text(item.path("type")) != null);
  }

  private static Unknown unknown(JsonNode item) {
    return new Unknown("message:" + Lenient.known(item.path("type")));
  }

  private static @Nullable String firstPhone(JsonNode first, JsonNode second) {
    String phone = Lenient.phone(first);
    return phone == null ? Lenient.phone(second) : phone;
  }

  private static @Nullable Referral referral(JsonNode referral) {
    return referral.isObject()
        ? new Referral(
            Lenient.text(referral.path("source_type")),
            Lenient.text(referral.path("source_id")),
            Lenient.text(referral.path("source_url")),
            Lenient.text(referral.path("ctwa_clid")))
        : null;
  }

  private InboundReader() {}
}
