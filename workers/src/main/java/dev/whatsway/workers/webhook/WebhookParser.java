package dev.whatsway.workers.webhook;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.privacy.Redaction;
import dev.whatsway.workers.sending.GraphErrorClassifier;
import dev.whatsway.workers.sending.Verdict;
import dev.whatsway.workers.webhook.WebhookFact.LinkClick;
import dev.whatsway.workers.webhook.WebhookFact.MessageUpdate;
import dev.whatsway.workers.webhook.WebhookFact.Preference;
import dev.whatsway.workers.webhook.WebhookFact.Unused;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events as tolerantly as Meta's own pages contradict each other: a field may be missing,
 * numbers may be strings, statuses are an open set. Only what cannot be JSON throws.
 */
@Component
class WebhookParser {

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

  private static final Pattern PHONE = Pattern.compile("\\+?([1-9][0-9]{5,14})");

  private final JsonMapper json;

  WebhookParser(JsonMapper json) {
    this.json = json;
  }

  WebhookFact read(PendingEvent event) {
    JsonNode payload = json.readTree(event.payload());
    JsonNode item = payload.path("item");
    return switch (event.kind()) {
      case STATUS -> status(item, event.receivedAt());
      case MESSAGE -> message(item, event.receivedAt());
      case ACTION -> action(item, event);
      case PREFERENCE -> preference(item, event);
      case OTHER, UNREADABLE -> new Unused("field:" + known(payload.path("field")));
    };
  }

  private static WebhookFact status(JsonNode item, Instant receivedAt) {
    Kind kind = STATUSES.get(item.path("status").asString(""));
    if (kind == null) {
      return new Unused("status:" + known(item.path("status")));
    }
    UUID attempt = attempt(item.path("biz_opaque_callback_data").asString(""));
    String wamid = text(item.path("id"));
    if (attempt == null && wamid == null) {
      return new Unused("status without an id");
    }
    Failure failure = kind == Kind.FAILED ? failure(item.path("errors").path(0)) : null;
    boolean later =
        failure != null
            && GraphErrorClassifier.classifyWebhook(failure.code())
                instanceof Verdict.RecipientLater;
    MessageEvent event =
        new MessageEvent(kind, time(item.path("timestamp"), receivedAt), failure, later);
    return new MessageUpdate(
        new StatusUpdate(
            attempt,
            wamid,
            event,
            pricing(item.path("pricing")),
            text(item.path("conversation").path("id"))));
  }

  /** A reply to a message of ours names it as its context; a reaction names it inside. */
  private static WebhookFact message(JsonNode item, Instant receivedAt) {
    String answered = text(item.path("context").path("id"));
    if (answered == null) {
      answered = text(item.path("reaction").path("message_id"));
    }
    if (answered == null) {
      return new Unused("message:" + known(item.path("type")));
    }
    MessageEvent event =
        new MessageEvent(Kind.REPLIED, time(item.path("timestamp"), receivedAt), null);
    return new MessageUpdate(new StatusUpdate(null, answered, event, null, null));
  }

  private static WebhookFact action(JsonNode item, PendingEvent event) {
    String type = item.path("action_type").asString("");
    if (!type.equals("marketing_messages_link_click") || event.phoneNumberId() == null) {
      return new Unused("action:" + known(item.path("action_type")));
    }
    return new LinkClick(event.phoneNumberId(), time(item.path("timestamp"), event.receivedAt()));
  }

  private static WebhookFact preference(JsonNode item, PendingEvent event) {
    String value = item.path("value").asString("");
    var phone = PHONE.matcher(item.path("wa_id").asString(""));
    boolean marketing =
        item.path("category").asString("marketing_messages").equals("marketing_messages");
    if (event.phoneNumberId() == null
        || !marketing
        || !phone.matches()
        || !(value.equals("stop") || value.equals("resume"))) {
      return new Unused("preference:" + known(item.path("value")));
    }
    return new Preference(
        event.phoneNumberId(),
        "+" + phone.group(1),
        value.equals("stop"),
        time(item.path("timestamp"), event.receivedAt()));
  }

  private static Failure failure(JsonNode error) {
    String title = text(error.path("title"));
    if (title == null) {
      title = text(error.path("message"));
    }
    String details = text(error.path("error_data").path("details"));
    return new Failure(
        error.path("code").asInt(0),
        title == null ? "Failed without a reason" : Redaction.withoutNumbers(title),
        details == null ? null : Redaction.withoutNumbers(details));
  }

  private static StatusUpdate.@Nullable Pricing pricing(JsonNode pricing) {
    if (!pricing.isObject()) {
      return null;
    }
    JsonNode billable = pricing.path("billable");
    return new StatusUpdate.Pricing(
        text(pricing.path("category")),
        text(pricing.path("type")),
        billable.isBoolean() ? billable.booleanValue() : null);
  }

  /** Seconds of the epoch, a string in statuses and a number elsewhere. */
  private static Instant time(JsonNode timestamp, Instant receivedAt) {
    long seconds = timestamp.asLong(-1);
    return seconds <= 0 || seconds > 253_402_300_799L ? receivedAt : Instant.ofEpochSecond(seconds);
  }

  private static @Nullable UUID attempt(String callbackData) {
    try {
      return callbackData.length() == 36 ? UUID.fromString(callbackData) : null;
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.asString("");
    return text.isEmpty() ? null : text;
  }

  /** A word fit for a metric's tag: short, and never anything a person wrote. */
  private static String known(JsonNode word) {
    String text = word.asString("");
    return text.matches("[a-z_]{1,40}") ? text : "unnamed";
  }
}
