package dev.whatsway.store.template;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The variables of a template's texts, and the keys that campaigns give values for. */
public final class TemplateVariables {

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");

  /** Returns the keys that need a value, in the order of the components. */
  public static Set<String> of(JsonNode components) {
    return VariableKeys.of(components).needed();
  }

  /** Returns the names of the variables in one text, in their order. */
  public static Set<String> in(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private TemplateVariables() {}
}
