package dev.whatsway.workers.sending;

import dev.whatsway.journey.setting.TemplateValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The components of a template message, made from values by key ({@link
 * dev.whatsway.store.template.VariableKeys}): the body's as they are ({@code 1}, {@code
 * first_name}), others with where they go before: {@code header.1}, {@code header.image.link},
 * {@code button.0.1}, {@code button.1.copy_code.coupon_code}, {@code
 * limited_time_offer.expiration_time_ms}, {@code card.0.header.image.link}.
 */
final class TemplateComponents {

  private static final String OFFER = "limited_time_offer";
  private static final String EXPIRES = "expiration_time_ms";

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> body = new LinkedHashMap<>();
  private final Map<Integer, Map<String, String>> buttons = new TreeMap<>();
  private final Map<Integer, TemplateComponents> cards = new TreeMap<>();
  private String offerEnds = "";

  private TemplateComponents() {}

  static List<Map<String, Object>> of(Map<String, String> variables) {
    TemplateComponents components = new TemplateComponents();
    variables.forEach(components::put);
    return components.list();
  }

  private void put(String key, String value) {
    String[] parts = key.split("\\.", 3);
    String rest = key.substring(key.indexOf('.') + 1);
    if (parts.length == 1) {
      body.put(key, value);
    } else if (parts[0].equals("header")) {
      header.put(rest, value);
    } else if (key.equals(OFFER + "." + EXPIRES)) {
      offerEnds = value;
    } else if (parts[0].equals("card")) {
      cards
          .computeIfAbsent(Integer.valueOf(parts[1]), index -> new TemplateComponents())
          .put(parts[2], value);
    } else {
      buttons
          .computeIfAbsent(Integer.valueOf(parts[1]), index -> new LinkedHashMap<>())
          .put(parts[2], value);
    }
  }

  private List<Map<String, Object>> list() {
    List<Map<String, Object>> components = new ArrayList<>();
    if (!header.isEmpty()) {
      components.add(Map.of("type", "header", "parameters", header()));
    }
    if (!body.isEmpty()) {
      components.add(Map.of("type", "body", "parameters", texts(body)));
    }
    if (!offerEnds.isEmpty()) {
      components.add(Map.of("type", OFFER, "parameters", List.of(offer())));
    }
    buttons.forEach((index, values) -> components.add(button(index, values)));
    if (!cards.isEmpty()) {
      List<Map<String, Object>> list = new ArrayList<>();
      cards.forEach(
          (index, card) -> list.add(Map.of("card_index", index, "components", card.list())));
      components.add(Map.of("type", "carousel", "cards", list));
    }
    return components;
  }

  /** {@code image.link} makes an object of type image; names of texts have no dot. */
  private List<Map<String, Object>> header() {
    String first = header.keySet().iterator().next();
    if (first.indexOf('.') < 0) {
      return texts(header);
    }
    String type = first.substring(0, first.indexOf('.'));
    Map<String, String> fields = new TreeMap<>();
    header.forEach((key, value) -> fields.put(key.substring(key.indexOf('.') + 1), value));
    return List.of(Map.of("type", type, type, fields));
  }

  /** Positional variables go in the order of their numbers, named ones with their names. */
  private static List<Map<String, Object>> texts(Map<String, String> variables) {
    List<Map<String, Object>> parameters = new ArrayList<>();
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

  private Map<String, Object> offer() {
    Long millis = TemplateValues.millis(offerEnds);
    // What is no time was not planned; Meta refuses it rather than another time going out.
    return Map.of("type", OFFER, OFFER, Map.of(EXPIRES, millis == null ? offerEnds : millis));
  }

  /** {@code 1} is the end of a URL; {@code copy_code.coupon_code} names sub type and field. */
  private static Map<String, Object> button(int index, Map<String, String> values) {
    Map.Entry<String, String> value = values.entrySet().iterator().next();
    int dot = value.getKey().indexOf('.');
    String subType = dot < 0 ? "url" : value.getKey().substring(0, dot);
    return Map.of(
        "type",
        "button",
        "sub_type",
        subType,
        "index",
        String.valueOf(index),
        "parameters",
        List.of(
            dot < 0
                ? text(value.getValue())
                : parameter(value.getKey().substring(dot + 1), value.getValue())));
  }

  private static Map<String, Object> parameter(String field, String value) {
    return switch (field) {
      case "coupon_code", "payload" -> Map.of("type", field, field, value);
      default -> Map.of("type", "action", "action", Map.of(field, value));
    };
  }

  private static Map<String, Object> text(String text) {
    return Map.of("type", "text", "text", text);
  }
}
