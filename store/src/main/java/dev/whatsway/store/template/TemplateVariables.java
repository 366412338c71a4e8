package dev.whatsway.store.template;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The variables that a template's components declare, under the names a campaign gives them: the
 * body's as they are ({@code 1}, {@code first_name}), a header's with {@code header.} before, a URL
 * button's with {@code button.<index>.} before, because Meta counts each component from 1 again.
 */
public final class TemplateVariables {

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");

  /** Returns the names in the order of the components. */
  public static Set<String> of(JsonNode components) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode component : components) {
      switch (component.path("type").asString("").toUpperCase(Locale.ROOT)) {
        case "HEADER" -> add(names, "header.", component.path("text"));
        case "BODY" -> add(names, "", component.path("text"));
        case "BUTTONS" -> {
          int index = 0;
          for (JsonNode button : component.path("buttons")) {
            add(names, "button." + index++ + ".", button.path("url"));
          }
        }
        default -> {}
      }
    }
    return names;
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

  private static void add(Set<String> names, String prefix, JsonNode text) {
    in(text.asString("")).forEach(name -> names.add(prefix + name));
  }

  private TemplateVariables() {}
}
