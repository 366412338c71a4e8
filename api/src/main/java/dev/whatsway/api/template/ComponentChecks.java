package dev.whatsway.api.template;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.template.TemplateVariables;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Meta's limits on components that can be told without Meta (its page "Template components"). */
final class ComponentChecks {

  private static final int MAX_HEADER = 60;
  private static final int MAX_BODY = 1024;
  private static final int MAX_FOOTER = 60;
  private static final int MAX_BUTTONS = 10;
  private static final int MAX_BUTTON_TEXT = 25;
  private static final int MAX_URL = 2000;
  private static final int MAX_URL_BUTTONS = 2;

  private final Checks checks;
  private final boolean named;

  ComponentChecks(Checks checks, boolean named) {
    this.checks = checks;
    this.named = named;
  }

  void check(JsonNode components) {
    if (!components.isArray() || components.isEmpty()) {
      checks.fail("components", "must be a list of components with one BODY.");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < components.size(); i++) {
      String at = "components[" + i + "]";
      JsonNode component = components.get(i);
      String type = component.path("type").asString("").toUpperCase(Locale.ROOT);
      if (type.isEmpty()) {
        checks.fail(at + ".type", "is required, such as BODY.");
      } else if (!seen.add(type)) {
        checks.fail(at + ".type", "must not repeat " + type + ": one of each.");
      }
      switch (type) {
        case "HEADER" -> header(at, component);
        case "BODY" -> text(at, component, MAX_BODY);
        case "FOOTER" -> footer(at, component);
        case "BUTTONS" -> buttons(at + ".buttons", component.path("buttons"));
        default -> {}
      }
    }
    if (!seen.contains("BODY")) {
      checks.fail("components", "must hold one component of type BODY.");
    }
  }

  private void header(String at, JsonNode component) {
    String format = component.path("format").asString("TEXT").toUpperCase(Locale.ROOT);
    if (!format.equals("TEXT")) {
      return;
    }
    Set<String> variables = text(at, component, MAX_HEADER);
    if (variables.size() > 1) {
      checks.fail(at + ".text", "may hold one variable at most.");
    }
  }

  private void footer(String at, JsonNode component) {
    if (!text(at, component, MAX_FOOTER).isEmpty()) {
      checks.fail(at + ".text", "must not hold variables: a footer is fixed.");
    }
  }

  private Set<String> text(String at, JsonNode component, int max) {
    String text = component.path("text").asString("");
    if (text.isBlank() || text.length() > max) {
      checks.fail(at + ".text", "must be a text of 1 to " + max + " characters.");
    }
    Set<String> variables = TemplateVariables.in(text);
    variables(at + ".text", variables);
    return variables;
  }

  private void variables(String at, Set<String> variables) {
    int expected = 1;
    for (String name : variables.stream().sorted(ComponentChecks::numbersFirst).toList()) {
      boolean number = name.chars().allMatch(Character::isDigit);
      if (named && !name.matches("[a-z][a-z0-9_]*")) {
        checks.fail(
            at, "must hold named variables such as {{first_name}}, as of parameter_format.");
        return;
      }
      if (!named && !(number && name.equals(Integer.toString(expected++)))) {
        checks.fail(at, "must number its variables {{1}}, {{2}}, … without gaps.");
        return;
      }
    }
  }

  private void buttons(String at, JsonNode buttons) {
    if (!buttons.isArray() || buttons.isEmpty() || buttons.size() > MAX_BUTTONS) {
      checks.fail(at, "must be a list of 1 to " + MAX_BUTTONS + " buttons.");
      return;
    }
    int urls = 0;
    for (int i = 0; i < buttons.size(); i++) {
      JsonNode button = buttons.get(i);
      String here = at + "[" + i + "]";
      if (button.path("text").asString("").length() > MAX_BUTTON_TEXT) {
        checks.fail(here + ".text", "must be at most " + MAX_BUTTON_TEXT + " characters.");
      }
      String url = button.path("url").asString("");
      if (!url.isEmpty()) {
        urls++;
        url(here + ".url", url);
      }
    }
    if (urls > MAX_URL_BUTTONS) {
      checks.fail(at, "may hold " + MAX_URL_BUTTONS + " URL buttons at most.");
    }
  }

  private void url(String at, String url) {
    Set<String> variables = TemplateVariables.in(url);
    boolean atEnd = variables.isEmpty() || url.stripTrailing().endsWith("}}");
    if (url.length() > MAX_URL || variables.size() > 1 || !atEnd) {
      checks.fail(at, "must be at most 2000 characters with at most one variable, at its end.");
    }
  }

  private static int numbersFirst(String one, String other) {
    return one.length() == other.length()
        ? one.compareTo(other)
        : Integer.compare(one.length(), other.length());
  }

  static final List<String> CATEGORIES = List.of("MARKETING", "UTILITY", "AUTHENTICATION");
  static final List<String> FORMATS = List.of("POSITIONAL", "NAMED");
  static final List<String> STATUSES =
      List.of("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED");
}
