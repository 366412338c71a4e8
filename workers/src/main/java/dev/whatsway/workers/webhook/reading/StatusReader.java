package dev.whatsway.workers.webhook.reading;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.graph.Verdict;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.webhook.fact.StatusFact;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads elements of {@code statuses}. */
final class StatusReader {

  /**
   * {@code played} is a voice message that was listened to. Others ({@code deleted}, {@code
   * warning} are seen in the wild) say nothing of how far a message got.
   */
  private static final Map<String, Kind> STATUSES =
      Map.of(
          "sent", Kind.SENT,
          "delivered", Kind.DELIVERED,
          "read", Kind.READ,
          "played", Kind.READ,
          "failed", Kind.FAILED);

  static WebhookFact read(Source source) {
    JsonNode item = source.item();
    Kind kind = STATUSES.get(item.path("status").asString(""));
    if (kind == null) {
      return new Unknown("status:" + Lenient.known(item.path("status")));
    }
    UUID attempt = attempt(item.path("biz_opaque_callback_data").asString(""));
    String wamid = Lenient.text(item.path("id"));
    if (attempt == null && wamid == null) {
      return new Unknown("status without an id");
    }
    JsonNode conversation = item.path("conversation");
    return new StatusFact(
        source.phoneNumberId(),
        new StatusUpdate(
            attempt,
            wamid,
            event(kind, source),
            pricing(item.path("pricing")),
            Lenient.text(conversation.path("id"))),
        Lenient.phone(item.path("recipient_id")),
        Lenient.text(item.path("recipient_user_id")),
        // Meta's own samples do not agree on the name.
        Lenient.firstText(
            item.path("parent_recipient_user_id"),
            item.path("recipient_parent_user_id"),
            item.path("parent_user_id")),
        conversation(conversation));
  }

  private static MessageEvent event(Kind kind, Source source) {
    JsonNode item = source.item();
    Failure failure = kind == Kind.FAILED ? Lenient.failure(item.path("errors").path(0)) : null;
    boolean later =
        failure != null
            && GraphErrorClassifier.classifyWebhook(failure.code())
                instanceof Verdict.RecipientLater;
    return new MessageEvent(
        kind, Lenient.time(item.path("timestamp"), source.receivedAt()), failure, later);
  }

  private static StatusUpdate.@Nullable Pricing pricing(JsonNode pricing) {
    if (!pricing.isObject()) {
      return null;
    }
    JsonNode billable = pricing.path("billable");
    return new StatusUpdate.Pricing(
        Lenient.text(pricing.path("category")),
        Lenient.text(pricing.path("type")),
        billable.isBoolean() ? billable.booleanValue() : null);
  }

  private static StatusFact.@Nullable Conversation conversation(JsonNode conversation) {
    return conversation.isObject()
        ? new StatusFact.Conversation(
            Lenient.text(conversation.path("id")),
            Lenient.text(conversation.path("origin").path("type")),
            Lenient.time(conversation.path("expiration_timestamp")))
        : null;
  }

  private static @Nullable UUID attempt(String callbackData) {
    try {
      return callbackData.length() == 36 ? UUID.fromString(callbackData) : null;
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private StatusReader() {}
}
