package dev.whatsway.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Meta asks of a template before it stores it; throws {@link GraphError}. Source: Meta,
 * "Template components", and its error codes 2388040 to 2388299.
 */
final class TemplateRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
  private static final Set<String> CATEGORIES = Set.of("AUTHENTICATION", "MARKETING", "UTILITY");
  private static final Pattern AT_AN_END = Pattern.compile("^\\s*\\{\\{[^}]*}}|\\{\\{[^}]*}}\\s*$");

  private TemplateRules() {}

  static void identity(ObjectNode template) {
    if (!NAME.matcher(Json.text(template, "name")).matches()) {
      throw GraphError.of("100", "Param name must be 1 to 512 of a-z, 0-9 and _");
    }
    category(Json.text(template, "category"));
    if (Json.text(template, "language").isEmpty()) {
      throw GraphError.of("100", "Param language is required");
    }
    if (template.path("components").isEmpty()) {
      throw GraphError.of("100", "Param components is required");
    }
  }

  static void category(String category) {
    if (!CATEGORIES.contains(category)) {
      throw GraphError.of(
          "100", "Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}");
    }
  }

  static void components(JsonNode components, String category) {
    boolean body = false;
    for (JsonNode component : components) {
      switch (type(component)) {
        case "HEADER" -> header(component);
        case "BODY" -> {
          body = true;
          body(component);
        }
        case "FOOTER" -> footer(component);
        case "BUTTONS" -> buttons(component.path("buttons"));
        case "CAROUSEL" -> carousel(component.path("cards"));
        case "LIMITED_TIME_OFFER" -> offer(components, category);
        default -> throw GraphError.of("100", "Unknown component type " + type(component));
      }
    }
    if (!body && !"AUTHENTICATION".equals(category)) {
      throw GraphError.of("100", "Component of type BODY is required");
    }
  }

  private static void header(JsonNode header) {
    String format = Json.text(header, "format").toUpperCase(Locale.ROOT);
    String text = Json.text(header, "text");
    if ("TEXT".equals(format)) {
      if (text.isEmpty() || text.length() > 60) {
        throw GraphError.of("2388047", "Header text must have 1 to 60 characters");
      }
      if (Template.variables(text).size() > 1) {
        throw GraphError.of("2388047", "Header text can have one variable");
      }
      sample(text, header.path("example"), "header_text");
    } else if (Set.of("IMAGE", "VIDEO", "DOCUMENT", "GIF").contains(format)
        && header.path("example").path("header_handle").isEmpty()) {
      throw GraphError.of("100", "A media header needs example.header_handle");
    }
  }

  private static void body(JsonNode body) {
    String text = Json.text(body, "text");
    if (text.isEmpty() || text.length() > 1024) {
      throw GraphError.of("2388040", "Body text must have 1 to 1024 characters");
    }
    // Meta wants words around variables; how many for each it does not say: a guess.
    if (text.replaceAll("\\{\\{[^}]*}}", "").split("\\s+").length
        < Template.variables(text).size()) {
      throw GraphError.of("2388293", "Too many variables for the length of the text");
    }
    if (AT_AN_END.matcher(text).find()) {
      throw GraphError.of("2388299", "Variables can't be at the start or end of the template.");
    }
    sample(text, body.path("example"), "body_text");
  }

  /** Where there are variables, Meta's reviewers want to see values. */
  private static void sample(String text, JsonNode example, String field) {
    boolean given =
        !example.path(field).isEmpty() || !example.path(field + "_named_params").isEmpty();
    if (!Template.variables(text).isEmpty() && !given) {
      throw GraphError.of("100", "Variables need a sample in example." + field);
    }
  }

  private static void footer(JsonNode footer) {
    String text = Json.text(footer, "text");
    if (text.isEmpty() || text.length() > 60 || !Template.variables(text).isEmpty()) {
      throw GraphError.of("2388073", "Footer text must have 1 to 60 characters, no variable");
    }
  }

  private static void buttons(JsonNode buttons) {
    if (buttons.isEmpty() || buttons.size() > 10) {
      throw GraphError.of("100", "A template can have 1 to 10 buttons");
    }
    List<String> types = new ArrayList<>();
    for (JsonNode button : buttons) {
      String type = type(button);
      if (!types.isEmpty()
          && "QUICK_REPLY".equals(type)
          && types.contains(type)
          && !types.get(types.size() - 1).equals(type)) {
        throw GraphError.of("100", "Quick reply buttons must stand together");
      }
      types.add(type);
      if (Json.text(button, "text").length() > 25) {
        throw GraphError.of("2388040", "Button text must have 25 characters at most");
      }
      if (Json.text(button, "url").length() > 2000) {
        throw GraphError.of("100", "Button url must have 2000 characters at most");
      }
    }
    atMost(types, "URL", 2);
    atMost(types, "PHONE_NUMBER", 1);
    atMost(types, "COPY_CODE", 1);
  }

  private static void atMost(List<String> types, String type, int limit) {
    if (types.stream().filter(type::equals).count() > limit) {
      throw GraphError.of("100", "A template can have " + limit + " buttons of type " + type);
    }
  }

  private static void carousel(JsonNode cards) {
    if (cards.size() < 2 || cards.size() > 10) {
      throw GraphError.of("100", "A carousel has 2 to 10 cards");
    }
  }

  private static void offer(JsonNode components, String category) {
    if (!"MARKETING".equals(category)) {
      throw GraphError.of("100", "Limited-time offers are marketing templates");
    }
    for (JsonNode component : components) {
      if ("FOOTER".equals(type(component))) {
        throw GraphError.of("100", "A limited-time offer has no footer");
      }
      if ("BODY".equals(type(component)) && Json.text(component, "text").length() > 600) {
        throw GraphError.of("2388040", "The body of a limited-time offer has 600 characters");
      }
    }
  }

  private static String type(JsonNode node) {
    return Json.text(node, "type").toUpperCase(Locale.ROOT);
  }
}
