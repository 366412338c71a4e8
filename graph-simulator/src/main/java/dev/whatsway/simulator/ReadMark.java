package dev.whatsway.simulator;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /messages} with a {@code status} in place of a message: marks a received one as read,
 * perhaps with a typing indicator. Source: Meta, "Mark messages as read" and "Typing indicators".
 */
final class ReadMark {

  private ReadMark() {}

  static boolean isOne(byte[] body) {
    JsonNode request = read(body);
    return request.has("status") && !request.has("to") && !request.has("type");
  }

  static void check(byte[] body) {
    JsonNode mark = read(body);
    if (!"whatsapp".equalsIgnoreCase(Json.text(mark, "messaging_product"))) {
      throw GraphError.of("product-missing");
    }
    if (!"read".equals(Json.text(mark, "status"))) {
      throw GraphError.of("100", "Param status must be one of {READ}");
    }
    if (!Json.text(mark, "message_id").startsWith("wamid.")) {
      throw GraphError.of("131009", "Param message_id is not the id of a message");
    }
    JsonNode typing = mark.path("typing_indicator");
    if (!typing.isMissingNode() && !"text".equals(Json.text(typing, "type"))) {
      throw GraphError.of("100", "Param typing_indicator['type'] must be one of {TEXT}");
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return Json.PLAIN.readTree(body);
    } catch (JacksonException e) {
      return Json.object();
    }
  }
}
