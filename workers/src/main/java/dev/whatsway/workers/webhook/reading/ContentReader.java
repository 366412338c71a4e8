package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.InboundContent;
import dev.whatsway.workers.webhook.fact.InboundContent.Button;
import dev.whatsway.workers.webhook.fact.InboundContent.ButtonReply;
import dev.whatsway.workers.webhook.fact.InboundContent.Contacts;
import dev.whatsway.workers.webhook.fact.InboundContent.Edit;
import dev.whatsway.workers.webhook.fact.InboundContent.FlowReply;
import dev.whatsway.workers.webhook.fact.InboundContent.ListReply;
import dev.whatsway.workers.webhook.fact.InboundContent.Location;
import dev.whatsway.workers.webhook.fact.InboundContent.Media;
import dev.whatsway.workers.webhook.fact.InboundContent.Order;
import dev.whatsway.workers.webhook.fact.InboundContent.Other;
import dev.whatsway.workers.webhook.fact.InboundContent.Reaction;
import dev.whatsway.workers.webhook.fact.InboundContent.Revoke;
import dev.whatsway.workers.webhook.fact.InboundContent.SystemNote;
import dev.whatsway.workers.webhook.fact.InboundContent.Text;
import dev.whatsway.workers.webhook.fact.InboundContent.Unsupported;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an inbound message holds. Meta puts it under the name of its type. */
final class ContentReader {

  static InboundContent read(JsonNode item) {
    String type = item.path("type").asString("");
    JsonNode content = item.path(type);
    return switch (type) {
      case "text" -> new Text(content.path("body").asString(""));
      case "button" ->
          new Button(Lenient.text(content.path("payload")), content.path("text").asString(""));
      case "interactive" -> interactive(content);
      case "image", "video", "document", "audio", "sticker" -> media(type, content);
      case "reaction" ->
          new Reaction(
              Lenient.text(content.path("message_id")), Lenient.text(content.path("emoji")));
      case "order" -> order(content);
      case "location" ->
          new Location(
              number(content.path("latitude")),
              number(content.path("longitude")),
              Lenient.text(content.path("name")),
              Lenient.text(content.path("address")));
      case "contacts" -> new Contacts(content.size());
      case "system" -> system(content);
      case "unsupported" ->
          new Unsupported(
              Lenient.text(content.path("type")),
              item.path("errors").path(0).path("code").asInt(0));
      case "edit" ->
          new Edit(
              Lenient.text(content.path("original_message_id")),
              Lenient.firstText(
                  content.path("message").path("text").path("body"),
                  content.path("text").path("body")));
      case "revoke" -> new Revoke(Lenient.text(content.path("original_message_id")));
      default -> new Other(Lenient.known(item.path("type")));
    };
  }

  private static InboundContent interactive(JsonNode content) {
    String type = content.path("type").asString("");
    JsonNode reply = content.path(type);
    return switch (type) {
      case "button_reply" ->
          new ButtonReply(Lenient.text(reply.path("id")), reply.path("title").asString(""));
      case "list_reply" ->
          new ListReply(
              Lenient.text(reply.path("id")),
              reply.path("title").asString(""),
              Lenient.text(reply.path("description")));
      case "nfm_reply" ->
          new FlowReply(
              Lenient.text(reply.path("name")),
              Lenient.text(reply.path("body")),
              Lenient.text(reply.path("response_json")));
      default -> new Other("interactive");
    };
  }

  private static Media media(String kind, JsonNode content) {
    return new Media(
        kind,
        Lenient.text(content.path("id")),
        Lenient.text(content.path("mime_type")),
        Lenient.text(content.path("caption")),
        Lenient.text(content.path("filename")),
        content.path("voice").asBoolean(false));
  }

  private static Order order(JsonNode content) {
    List<Order.Item> items = new ArrayList<>();
    for (JsonNode item : content.path("product_items")) {
      items.add(
          new Order.Item(
              Lenient.text(item.path("product_retailer_id")),
              item.path("quantity").asInt(0),
              Lenient.text(item.path("item_price")),
              Lenient.text(item.path("currency"))));
    }
    return new Order(
        Lenient.text(content.path("catalog_id")),
        Lenient.text(content.path("text")),
        List.copyOf(items));
  }

  private static SystemNote system(JsonNode content) {
    return new SystemNote(
        Lenient.text(content.path("type")),
        Lenient.phone(content.path("wa_id")),
        Lenient.text(content.path("user_id")),
        Lenient.text(content.path("parent_user_id")));
  }

  private static @Nullable Double number(JsonNode node) {
    double number = node.asDouble(Double.NaN);
    return Double.isFinite(number) ? number : null;
  }

  private ContentReader() {}
}
