package dev.whatsway.store.template;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What a button takes.
 *
 * @param type Meta's word in upper case; empty where it named none
 * @param names the variables of its URL
 */
record ButtonShape(String type, List<String> names) {

  static ButtonShape of(JsonNode button) {
    return new ButtonShape(
        button.path("type").asString("").toUpperCase(Locale.ROOT),
        List.copyOf(TemplateVariables.in(button.path("url").asString(""))));
  }

  /** A one-time password goes in like a URL's end, before and after Meta has made a URL of it. */
  boolean takesText() {
    return type.equals("OTP") || !names.isEmpty();
  }

  boolean takesCoupon() {
    return type.equals("COPY_CODE");
  }

  /** The name of the variable of its URL. */
  String name() {
    return names.isEmpty() ? "1" : names.get(0);
  }
}
