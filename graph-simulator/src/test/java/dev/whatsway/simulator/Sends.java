package dev.whatsway.simulator;

import tools.jackson.databind.node.ObjectNode;

/** Requests to send, and the people they go to. */
final class Sends {
  /** In Brazil: subject to every rule of Meta's about marketing. */
  static final String ANA = "+5511987654321";

  static final String ANA_DIGITS = "5511987654321";

  /** In Germany: no marketing cap, no click events. */
  static final String JUERGEN = "+491701234567";

  private Sends() {}

  /** Reads JSON in which ' stands for ". */
  static ObjectNode json(String text) {
    return BehaviourStore.read(text.replace('\'', '"'));
  }

  /** A marketing template without variables. */
  static ObjectNode news(String to) {
    return template(to, "summer_news", "en");
  }

  /** A utility template. */
  static ObjectNode orderUpdate(String to) {
    return template(to, "order_update", "en_US", "A-1", "on its way");
  }

  /** A marketing template with two variables in its body and one in its link. */
  static ObjectNode offer(String to) {
    ObjectNode message = template(to, "loyalty_offer", "en_US", "Ana", "120");
    return with(
        message,
        "{'type': 'button', 'sub_type': 'url', 'index': '0',"
            + " 'parameters': [{'type': 'text', 'text': 'abc'}]}");
  }

  static ObjectNode text(String to, String body) {
    ObjectNode message = envelope(to, "text");
    message.putObject("text").put("body", body);
    return message;
  }

  static ObjectNode template(String to, String name, String language, String... bodyTexts) {
    ObjectNode message = envelope(to, "template");
    ObjectNode template = message.putObject("template").put("name", name);
    template.putObject("language").put("code", language);
    if (bodyTexts.length > 0) {
      ObjectNode body = template.withArray("components").addObject().put("type", "body");
      for (String text : bodyTexts) {
        body.withArray("parameters").addObject().put("type", "text").put("text", text);
      }
    }
    return message;
  }

  /** Adds a component to a template message. */
  static ObjectNode with(ObjectNode message, String component) {
    ((ObjectNode) message.get("template")).withArray("components").add(json(component));
    return message;
  }

  /** The same message to a business-scoped user id in place of a phone number. */
  static ObjectNode toUserId(ObjectNode message, String userId) {
    message.remove("to");
    return message.put("recipient", userId);
  }

  private static ObjectNode envelope(String to, String type) {
    return Json.object()
        .put("messaging_product", "whatsapp")
        .put("recipient_type", "individual")
        .put("to", to)
        .put("type", type);
  }
}
