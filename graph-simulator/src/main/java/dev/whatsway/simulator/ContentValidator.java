package dev.whatsway.simulator;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Meta's rules for the content of a message that is no template; throws {@link GraphError}. Source:
 * Meta, "Messages", a page for each type.
 */
final class ContentValidator {

  private ContentValidator() {}

  static void validate(String type, JsonNode content) {
    switch (type) {
      case "text" -> text(content);
      case "image", "video", "audio", "document", "sticker" -> media(type, content);
      case "location" -> need(type, content, "latitude", "longitude");
      case "reaction" -> need(type, content, "message_id");
      case "contacts" -> contacts(content);
      case "interactive" -> interactive(content);
      default -> {
        // A template has a validator of its own.
      }
    }
  }

  private static void text(JsonNode text) {
    need("text", text, "body");
    atMost("text['body']", Json.text(text, "body"), 4096);
  }

  private static void media(String type, JsonNode media) {
    boolean id = !Json.text(media, "id").isEmpty();
    boolean link = !Json.text(media, "link").isEmpty();
    if (id == link) {
      throw GraphError.of(
          id ? "131009" : "131008", "Parameter '" + type + "' needs either 'id' or 'link'");
    }
    atMost(type + "['caption']", Json.text(media, "caption"), 1024);
  }

  private static void contacts(JsonNode contacts) {
    if (!contacts.isArray()) {
      throw GraphError.of("100", "Param contacts must be an array.");
    }
    for (JsonNode contact : contacts) {
      need("contacts['name']", contact.path("name"), "formatted_name");
    }
  }

  private static void interactive(JsonNode interactive) {
    need("interactive", interactive, "type");
    JsonNode action = interactive.path("action");
    String type = Json.text(interactive, "type");
    int body = "list".equals(type) ? 4096 : 1024;
    atMost("interactive['body']['text']", Json.text(interactive.path("body"), "text"), body);
    atMost("interactive['footer']['text']", Json.text(interactive.path("footer"), "text"), 60);
    atMost("interactive['header']['text']", Json.text(interactive.path("header"), "text"), 60);
    switch (type) {
      case "button" -> {
        need("interactive['body']", interactive.path("body"), "text");
        buttons(action.path("buttons"));
      }
      case "list" -> {
        need("interactive['body']", interactive.path("body"), "text");
        list(action);
      }
      case "cta_url" ->
          need(
              "interactive['action']['parameters']",
              action.path("parameters"),
              "display_text",
              "url");
      case "product" -> need("interactive['action']", action, "catalog_id", "product_retailer_id");
      case "product_list" -> {
        need("interactive['header']", interactive.path("header"), "text");
        need("interactive['body']", interactive.path("body"), "text");
        need("interactive['action']", action, "catalog_id");
        size("interactive['action']['sections']", action.path("sections"), 1, 10);
      }
      case "carousel" -> size("interactive['action']['cards']", action.path("cards"), 2, 10);
      case "catalog_message",
          "flow",
          "location_request_message",
          "request_contact_info",
          "voice_call",
          "call_permission_request",
          "address_message" -> {
        // They exist; Meta's pages on them are not imitated.
      }
      default -> throw GraphError.of("100", "Param interactive['type'] is not one of Meta's");
    }
  }

  private static void buttons(JsonNode buttons) {
    size("interactive['action']['buttons']", buttons, 1, 3);
    Set<String> titles = new HashSet<>();
    for (JsonNode button : buttons) {
      JsonNode reply = button.path("reply");
      need("interactive['action']['buttons']['reply']", reply, "id", "title");
      atMost("interactive['action']['buttons']['reply']['title']", Json.text(reply, "title"), 20);
      atMost("interactive['action']['buttons']['reply']['id']", Json.text(reply, "id"), 256);
      if (!titles.add(Json.text(reply, "title"))) {
        throw GraphError.of("131009", "Button titles must be unique");
      }
    }
  }

  private static void list(JsonNode action) {
    need("interactive['action']", action, "button");
    atMost("interactive['action']['button']", Json.text(action, "button"), 20);
    JsonNode sections = action.path("sections");
    size("interactive['action']['sections']", sections, 1, 10);
    int rows = 0;
    for (JsonNode section : sections) {
      for (JsonNode row : section.path("rows")) {
        rows++;
        need("interactive['action']['sections']['rows']", row, "id", "title");
        atMost("interactive['action']['sections']['rows']['title']", Json.text(row, "title"), 24);
        atMost(
            "interactive['action']['sections']['rows']['description']",
            Json.text(row, "description"),
            72);
      }
    }
    if (rows < 1 || rows > 10) {
      throw GraphError.of("131009", "A list has 1 to 10 rows in all, this one " + rows);
    }
  }

  private static void need(String where, JsonNode given, String... fields) {
    for (String field : fields) {
      JsonNode value = given.path(field);
      if (value.isMissingNode()
          || value.isNull()
          || value.isString() && value.asString().isEmpty()) {
        throw GraphError.of("131008", "Parameter '" + field + "' is mandatory for " + where);
      }
    }
  }

  private static void size(String where, JsonNode given, int min, int max) {
    if (given.size() < min || given.size() > max) {
      throw GraphError.of("131009", "Param " + where + " must have " + min + " to " + max);
    }
  }

  private static void atMost(String where, String text, int length) {
    if (text.length() > length) {
      throw GraphError.of(
          "100", "Param " + where + " must be at most " + length + " characters long.");
    }
  }
}
