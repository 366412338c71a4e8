package dev.whatsway.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Builds the webhook events about one accepted message. Times are milliseconds of the epoch. */
final class Statuses {
  /** Beyond ASCII on purpose: escaped in webhooks, they break receivers that re-serialise. */
  private static final List<String> NAMES =
      List.of("Zoë", "José", "Ana", "Åsa", "Łukasz", "Émile", "Mia", "Çağla", "李娜", "Tom 🙂");

  private final ErrorCatalogue errors;
  private final WebhookEvent.Sender sender;
  private final SendRequest send;
  private final Route route;
  private final String wamid;

  Statuses(
      ErrorCatalogue errors,
      WebhookEvent.Sender sender,
      SendRequest send,
      Route route,
      String wamid) {
    this.errors = errors;
    this.sender = sender;
    this.send = send;
    this.route = route;
    this.wamid = wamid;
  }

  WebhookEvent sent(long at) {
    return successful("sent", at, true);
  }

  WebhookEvent delivered(long at) {
    return successful("delivered", at, true);
  }

  /** Meta puts pricing on sent and on one of delivered and read. */
  WebhookEvent read(long at, boolean withPricing) {
    return successful("read", at, withPricing);
  }

  WebhookEvent failed(long at, String errorKey) {
    ObjectNode status = status("failed", at);
    status.putArray("errors").add(errors.webhookError(errorKey));
    return new WebhookEvent(sender, WebhookEvent.Kind.STATUS, status, null);
  }

  /** A click names neither message nor person: Meta tells only that some link was followed. */
  WebhookEvent click(long at, String component) {
    ObjectNode action = Json.object();
    action.put("action_type", "marketing_messages_link_click");
    action.put("timestamp", seconds(at));
    action
        .putObject("marketing_messages_link_click_data")
        .put("click_component", component)
        .put("click_id", "ARA" + Long.toUnsignedString(Hash.of(1, wamid), 36));
    return new WebhookEvent(sender, WebhookEvent.Kind.USER_ACTION, action, null);
  }

  WebhookEvent reply(long at, String text) {
    ObjectNode message = Json.object();
    message.put(send.toUserId() ? "from_user_id" : "from", send.recipient());
    message.put("id", Wamid.of(Hash.of(2, wamid), at, send.recipient()));
    message.put("timestamp", seconds(at));
    message.put("type", "text");
    message.putObject("text").put("body", text);
    return new WebhookEvent(sender, WebhookEvent.Kind.MESSAGE, message, contact());
  }

  private WebhookEvent successful(String name, long at, boolean withPricing) {
    ObjectNode status = status(name, at);
    if (send.withConversation()) {
      ObjectNode conversation = status.putObject("conversation");
      conversation.put("id", Long.toHexString(Hash.of(3, wamid)));
      if ("sent".equals(name)) {
        conversation.put("expiration_timestamp", seconds(at + 86_400_000L));
      }
      conversation.putObject("origin").put("type", category());
    }
    if (withPricing) {
      boolean free = "service".equals(category());
      ObjectNode pricing = status.putObject("pricing");
      pricing.put("billable", !free);
      pricing.put("pricing_model", "PMP");
      pricing.put("type", free ? "free_customer_service" : "regular");
      pricing.put("category", category());
    }
    return new WebhookEvent(sender, WebhookEvent.Kind.STATUS, status, contact());
  }

  private ObjectNode status(String name, long at) {
    ObjectNode status = Json.object();
    status.put("id", wamid);
    status.put("status", name);
    status.put("timestamp", seconds(at));
    status.put(send.toUserId() ? "recipient_user_id" : "recipient_id", send.recipient());
    if (send.callbackData() != null) {
      status.put("biz_opaque_callback_data", send.callbackData());
    }
    return status;
  }

  private ObjectNode contact() {
    ObjectNode contact = Json.object();
    int name = (int) Math.floorMod(Hash.of(4, send.recipient()), (long) NAMES.size());
    contact.putObject("profile").put("name", NAMES.get(name));
    contact.put(send.toUserId() ? "user_id" : "wa_id", send.recipient());
    return contact;
  }

  /** The category is the proof of the route: marketing_lite means the Marketing Messages API. */
  private String category() {
    @Nullable Template template = send.template();
    if (template == null) {
      return "service";
    }
    return switch (template.category()) {
      case "MARKETING" -> route == Route.MARKETING_MESSAGES ? "marketing_lite" : "marketing";
      case "AUTHENTICATION" -> "authentication";
      default -> "utility";
    };
  }

  private static String seconds(long at) {
    return String.valueOf(at / 1000);
  }
}
