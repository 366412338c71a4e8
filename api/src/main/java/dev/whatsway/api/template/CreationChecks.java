package dev.whatsway.api.template;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.template.TemplateVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta asks of a template that is created or edited there, beyond {@link ComponentChecks}.
 * Sources: Meta, "Template components", "Limited-time offer templates", "Time-to-live", and its
 * error codes 2388040 to 2388299. What its pages disagree on passes: Meta has the last word.
 */
final class CreationChecks {

  private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "DOCUMENT", "GIF");
  private static final int MAX_COUPON = 20;
  private static final int MAX_OFFER_BODY = 600;
  private static final int MAX_OFFER = 16;
  private static final int MAX_CARD_BODY = 160;

  private final Checks checks;
  private final boolean named;
  private final String category;

  CreationChecks(Checks checks, boolean named, String category) {
    this.checks = checks;
    this.named = named;
    this.category = category;
  }

  void check(JsonNode components) {
    if (category.equals("AUTHENTICATION")) {
      // Meta writes the text of these itself.
      if (!components.isArray() || components.isEmpty()) {
        checks.fail("components", "must be a list of components.");
      }
      return;
    }
    new ComponentChecks(checks, named).check(components);
    if (!components.isArray()) {
      return;
    }
    boolean offer = has(components, "LIMITED_TIME_OFFER");
    for (int i = 0; i < components.size(); i++) {
      JsonNode component = components.get(i);
      String at = "components[" + i + "]";
      switch (type(component)) {
        case "HEADER" -> header(at, component);
        case "BODY" -> body(at, component, offer ? MAX_OFFER_BODY : Integer.MAX_VALUE);
        case "FOOTER" -> {
          if (offer) {
            checks.fail(at, "must be left out: a limited-time offer has no footer.");
          }
        }
        case "BUTTONS" -> buttons(at + ".buttons", component.path("buttons"));
        case "LIMITED_TIME_OFFER" -> offer(at, component.path("limited_time_offer"));
        case "CAROUSEL" -> carousel(at + ".cards", component.path("cards"));
        default -> {}
      }
    }
  }

  /**
   * Checks how long Meta is to try to deliver a message.
   *
   * @param seconds null: Meta's default
   */
  void ttl(@Nullable Integer seconds) {
    if (seconds == null) {
      return;
    }
    boolean marketing = category.equals("MARKETING");
    int min = marketing ? 43_200 : 30;
    int max = marketing ? 2_592_000 : category.equals("UTILITY") ? 43_200 : 900;
    if ((seconds < min || seconds > max) && (marketing || seconds != -1)) {
      checks.fail(
          "message_send_ttl_seconds",
          "must be "
              + min
              + " to "
              + max
              + " for this category"
              + (marketing ? "." : ", or -1 for 30 days."));
    }
  }

  private void header(String at, JsonNode header) {
    String format = header.path("format").asString("TEXT").toUpperCase(Locale.ROOT);
    if (MEDIA.contains(format)) {
      if (header.path("example").path("header_handle").isEmpty()) {
        checks.fail(
            at + ".example.header_handle",
            "is required: a list with the handle of an uploaded sample.");
      }
    } else if (format.equals("TEXT")) {
      samples(at, "header_text", header);
    }
  }

  private void body(String at, JsonNode body, int max) {
    String text = body.path("text").asString("").strip();
    if (text.length() > max) {
      checks.fail(
          at + ".text", "must be at most " + max + " characters with a limited-time offer.");
    }
    if (text.matches("(?s)\\{\\{[^{}]*}}.*|.*\\{\\{[^{}]*}}")) {
      checks.fail(at + ".text", "must neither begin nor end with a variable.");
    }
    samples(at, "body_text", body);
  }

  /** A list of one value for each variable; the body's has that list in a list. */
  private void samples(String at, String field, JsonNode component) {
    int needed = TemplateVariables.in(component.path("text").asString("")).size();
    JsonNode example = component.path("example");
    JsonNode given = example.path(named ? field + "_named_params" : field);
    if (!named && given.path(0).isArray()) {
      given = given.path(0);
    }
    if (needed > 0 && given.size() != needed) {
      checks.fail(
          at + ".example." + (named ? field + "_named_params" : field),
          "must have one sample for each of the " + needed + " variables.");
    }
  }

  private void buttons(String at, JsonNode buttons) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < buttons.size(); i++) {
      JsonNode button = buttons.get(i);
      String here = at + "[" + i + "]";
      String type = type(button);
      if (type.isEmpty()) {
        checks.fail(here + ".type", "is required, such as QUICK_REPLY.");
      }
      if (Set.of("QUICK_REPLY", "URL", "PHONE_NUMBER").contains(type)
          && button.path("text").asString("").isBlank()) {
        checks.fail(here + ".text", "is required: a text of 1 to 25 characters.");
      }
      if (type.equals("URL")) {
        url(here, button);
      } else if (type.equals("PHONE_NUMBER")
          && !button.path("phone_number").asString("").matches("[+0-9 ()-]{1,20}")) {
        checks.fail(here + ".phone_number", "must be a number of at most 20 characters.");
      } else if (type.equals("COPY_CODE")) {
        coupon(here, button.path("example"));
      }
      if (type.equals("QUICK_REPLY")
          && types.contains(type)
          && !types.get(types.size() - 1).equals(type)) {
        checks.fail(here, "must stand beside the other quick replies.");
      }
      types.add(type);
    }
    once(at, types, "PHONE_NUMBER");
    once(at, types, "COPY_CODE");
  }

  private void url(String at, JsonNode button) {
    String url = button.path("url").asString("");
    if (url.isEmpty()) {
      checks.fail(at + ".url", "is required.");
    }
    JsonNode example = button.path("example");
    if (!TemplateVariables.in(url).isEmpty()
        && example.isEmpty()
        && example.asString("").isEmpty()) {
      checks.fail(at + ".example", "is required: a list with a whole URL as a sample.");
    }
  }

  private void coupon(String at, JsonNode example) {
    String code = (example.isArray() ? example.path(0) : example).asString("");
    if (code.isBlank() || code.length() > MAX_COUPON) {
      checks.fail(at + ".example", "is required: a code of at most 15 characters.");
    }
  }

  private void once(String at, List<String> types, String type) {
    if (types.stream().filter(type::equals).count() > 1) {
      checks.fail(at, "may hold one button of type " + type + " at most.");
    }
  }

  private void offer(String at, JsonNode offer) {
    if (!category.equals("MARKETING")) {
      checks.fail(at, "must be left out: only marketing templates are limited-time offers.");
    }
    String text = offer.path("text").asString("");
    if (text.isBlank() || text.length() > MAX_OFFER) {
      checks.fail(at + ".limited_time_offer.text", "must be a text of 1 to 16 characters.");
    }
  }

  private void carousel(String at, JsonNode cards) {
    if (!cards.isArray() || cards.size() < 2 || cards.size() > 10) {
      checks.fail(at, "must be a list of 2 to 10 cards.");
      return;
    }
    for (int i = 0; i < cards.size(); i++) {
      String here = at + "[" + i + "].components";
      JsonNode components = cards.get(i).path("components");
      if (!has(components, "HEADER")) {
        checks.fail(here, "must hold a component of type HEADER.");
      }
      for (int j = 0; j < components.size(); j++) {
        JsonNode component = components.get(j);
        String part = here + "[" + j + "]";
        switch (type(component)) {
          case "HEADER" -> header(part, component);
          case "BODY" -> {
            if (component.path("text").asString("").length() > MAX_CARD_BODY) {
              checks.fail(part + ".text", "must be at most 160 characters on a card.");
            }
            samples(part, "body_text", component);
          }
          case "BUTTONS" -> buttons(part + ".buttons", component.path("buttons"));
          default -> {}
        }
      }
    }
  }

  private static boolean has(JsonNode components, String type) {
    for (JsonNode component : components) {
      if (type(component).equals(type)) {
        return true;
      }
    }
    return false;
  }

  private static String type(JsonNode node) {
    return node.path("type").asString("").toUpperCase(Locale.ROOT);
  }
}
