package dev.whatsway.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Meta's validation of a request's {@code template} object against the template itself. */
final class TemplateValidator {
  /** No new line, tab or more than four spaces in a row, else 132018. */
  private static final Pattern FORBIDDEN_TEXT = Pattern.compile("[\\n\\r\\t]| {5}");

  private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "DOCUMENT", "GIF");

  /** Headers whose parameter is an object with all of these fields. */
  private static final Map<String, List<String>> OBJECTS =
      Map.of(
          "LOCATION",
          List.of("latitude", "longitude", "name", "address"),
          "PRODUCT",
          List.of("product_retailer_id", "catalog_id"));

  private static final int BODY_MAX = 1024;

  private final TemplateCatalogue catalogue;

  TemplateValidator(TemplateCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  Template validate(JsonNode content) {
    Template template = find(content);
    header(template, component(content, "header", null));
    body(template, component(content, "body", null));
    buttons(template, content);
    return template;
  }

  private Template find(JsonNode content) {
    String name = Json.text(content, "name");
    if (name.isEmpty()) {
      throw GraphError.of("131008", "Parameter 'name' is mandatory for type 'template'");
    }
    String language = Json.text(content.path("language"), "code");
    if (language.isEmpty()) {
      throw GraphError.of("131008", "Parameter 'language' is mandatory for type 'template'");
    }
    Template template = catalogue.find(name, language);
    if (template == null) {
      throw GraphError.of(
          "132001",
          catalogue.hasName(name)
              ? "template name (" + name + ") does not exist in " + language
              : "template name (" + name + ") does not exist");
    }
    switch (template.status()) {
      case "APPROVED" -> {
        return template;
      }
      case "PAUSED" -> throw GraphError.of("132015");
      case "DISABLED" -> throw GraphError.of("132016");
      default ->
          throw GraphError.of(
              "132001", "template name (" + name + ") in " + language + " is not approved");
    }
  }

  private static void header(Template template, @Nullable JsonNode given) {
    JsonNode header = template.component("HEADER");
    String format = Json.text(header, "format");
    if (MEDIA.contains(format) || OBJECTS.containsKey(format)) {
      JsonNode parameter = given == null ? Json.object() : given.path("parameters").path(0);
      String type = Json.text(parameter, "type");
      if (!format.equalsIgnoreCase(type)) {
        throw GraphError.of(
            "132012",
            "header: Format mismatch, expected "
                + format
                + ", received "
                + (type.isEmpty() ? "UNKNOWN" : type.toUpperCase()));
      }
      headerFields(format, type, parameter.path(type));
      return;
    }
    texts("header", template, Json.text(header, "text"), given);
  }

  private static void headerFields(String format, String type, JsonNode given) {
    List<String> all = OBJECTS.getOrDefault(format, List.of());
    for (String field : all) {
      if (Json.text(given, field).isEmpty()) {
        throw GraphError.of("131008", "header: Parameter of type " + type + " needs " + field);
      }
    }
    if (all.isEmpty() && Json.text(given, "id").isEmpty() && Json.text(given, "link").isEmpty()) {
      throw GraphError.of("131008", "header: Parameter of type " + type + " needs id or link");
    }
  }

  private static void body(Template template, @Nullable JsonNode given) {
    String text = Json.text(template.component("BODY"), "text");
    int length = text.length() + texts("body", template, text, given);
    if (length > BODY_MAX) {
      throw GraphError.of("132005", "body: hydrated text is " + length + " characters long");
    }
  }

  /** Checks the parameters of one text and returns how many characters they bring. */
  private static int texts(String where, Template template, String text, @Nullable JsonNode given) {
    Set<String> expected = Template.variables(text);
    JsonNode parameters = given == null ? Json.PLAIN.createArrayNode() : given.path("parameters");
    if (parameters.size() != expected.size()) {
      throw GraphError.of(
          "132000",
          where
              + ": number of localizable_params ("
              + parameters.size()
              + ") does not match the expected number of params ("
              + expected.size()
              + ")");
    }
    Set<String> names = new HashSet<>();
    int length = 0;
    for (JsonNode parameter : parameters) {
      length += parameter(where, parameter);
      names.add(Json.text(parameter, "parameter_name"));
    }
    if (template.named() && !names.equals(expected)) {
      throw GraphError.of("100", where + ": Parameter name is missing or empty or not known");
    }
    return length;
  }

  private static int parameter(String where, JsonNode parameter) {
    String type = Json.text(parameter, "type");
    String value =
        switch (type) {
          case "text" -> Json.text(parameter, "text");
          case "currency", "date_time" -> Json.text(parameter.path(type), "fallback_value");
          default ->
              throw GraphError.of("132012", where + ": Parameter type " + type + " does not fit");
        };
    if (value.isEmpty()) {
      throw GraphError.of("131008", where + ": Parameter of type " + type + " is missing its text");
    }
    if (FORBIDDEN_TEXT.matcher(value).find()) {
      throw GraphError.of("132018");
    }
    return value.length();
  }

  private static void buttons(Template template, JsonNode content) {
    int index = 0;
    for (JsonNode button : template.component("BUTTONS").path("buttons")) {
      String type = Json.text(button, "type");
      boolean variable = !Template.variables(Json.text(button, "url")).isEmpty();
      JsonNode given = component(content, "button", String.valueOf(index));
      if ("URL".equalsIgnoreCase(type) && variable) {
        if (given == null || given.path("parameters").size() != 1) {
          throw GraphError.of(
              "131008", "buttons: Button at index " + index + " of type Url requires a parameter");
        }
        parameter("buttons", given.path("parameters").path(0));
      } else if ("URL".equalsIgnoreCase(type) && given != null) {
        throw GraphError.of(
            "132018", "buttons: Button at index " + index + " of type Url takes no parameter");
      }
      index++;
    }
    for (JsonNode given : content.path("components")) {
      boolean isButton = "button".equalsIgnoreCase(Json.text(given, "type"));
      if (isButton && !known(Json.text(given, "index"), index)) {
        throw GraphError.of("131009", "buttons: no button at index " + Json.text(given, "index"));
      }
    }
  }

  /** Returns what a valid message gives for the variable of its first URL button, if any. */
  static @Nullable String linkParameter(Template template, JsonNode content) {
    int index = 0;
    for (JsonNode button : template.component("BUTTONS").path("buttons")) {
      JsonNode given = component(content, "button", String.valueOf(index++));
      if (given != null && "URL".equalsIgnoreCase(Json.text(button, "type"))) {
        return Json.text(given.path("parameters").path(0), "text");
      }
    }
    return null;
  }

  private static boolean known(String index, int count) {
    return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9").indexOf(index) >= 0
        && Integer.parseInt(index) < count;
  }

  /** Finds a component by type and, for buttons, index: Meta takes both "0" and 0. */
  private static @Nullable JsonNode component(
      JsonNode content, String type, @Nullable String index) {
    for (JsonNode component : content.path("components")) {
      if (type.equalsIgnoreCase(Json.text(component, "type"))
          && (index == null || index.equals(Json.text(component, "index")))) {
        return component;
      }
    }
    return null;
  }
}
