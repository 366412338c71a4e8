package dev.whatsway.workers.sending;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The components of a template message, made from variables by name: the body's as they are ({@code
 * 1}, {@code first_name}), a header's with {@code header.} before, a URL button's with {@code
 * button.<index>.} before.
 */
final class TemplateComponents {

  private static final String HEADER = "header.";
  private static final String BUTTON = "button.";

  static List<Map<String, Object>> of(Map<String, String> variables) {
    Map<String, String> header = new LinkedHashMap<>();
    Map<String, String> body = new LinkedHashMap<>();
    Map<String, Map<String, String>> buttons = new TreeMap<>();
    variables.forEach(
        (name, text) -> {
          if (name.startsWith(HEADER)) {
            header.put(name.substring(HEADER.length()), text);
          } else if (name.startsWith(BUTTON)) {
            int dot = name.indexOf('.', BUTTON.length());
            buttons
                .computeIfAbsent(
                    name.substring(BUTTON.length(), dot), index -> new LinkedHashMap<>())
                .put(name.substring(dot + 1), text);
          } else {
            body.put(name, text);
          }
        });
    List<Map<String, Object>> components = new ArrayList<>();
    if (!header.isEmpty()) {
      components.add(Map.of("type", "header", "parameters", parameters(header)));
    }
    if (!body.isEmpty()) {
      components.add(Map.of("type", "body", "parameters", parameters(body)));
    }
    buttons.forEach(
        (index, texts) ->
            components.add(
                Map.of(
                    "type",
                    "button",
                    "sub_type",
                    "url",
                    "index",
                    index,
                    "parameters",
                    List.of(text(texts.values().iterator().next())))));
    return components;
  }

  /** Positional variables go in the order of their numbers, named ones with their names. */
  private static List<Map<String, String>> parameters(Map<String, String> variables) {
    List<Map<String, String>> parameters = new ArrayList<>();
    for (int position = 1; variables.containsKey(String.valueOf(position)); position++) {
      parameters.add(text(variables.get(String.valueOf(position))));
    }
    if (parameters.isEmpty()) {
      variables.forEach(
          (name, text) ->
              parameters.add(Map.of("type", "text", "parameter_name", name, "text", text)));
    }
    return parameters;
  }

  private static Map<String, String> text(String text) {
    return Map.of("type", "text", "text", text);
  }

  private TemplateComponents() {}
}
