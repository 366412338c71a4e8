package dev.whatsway.simulator;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A message template as Meta's management API shows it; {@code json} holds every field. */
record Template(
    String name, String language, String category, String status, boolean named, ObjectNode json) {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

  static Template of(ObjectNode json) {
    for (String field : new String[] {"name", "language", "category"}) {
      if (Json.text(json, field).isEmpty()) {
        throw new IllegalArgumentException("templates: a template lacks its " + field);
      }
    }
    ObjectNode full = Json.object();
    full.put("name", Json.text(json, "name"));
    full.put("parameter_format", "POSITIONAL");
    full.putArray("components");
    full.put("language", Json.text(json, "language"));
    full.put("status", "APPROVED");
    full.put("category", Json.text(json, "category"));
    // Stable across restarts, and an integer as Meta's ids are.
    long id = Hash.of(0, Json.text(json, "name") + "/" + Json.text(json, "language")) >>> 12;
    full.put("id", String.valueOf(id));
    full.setAll(json);
    return new Template(
        Json.text(full, "name"),
        Json.text(full, "language"),
        Json.text(full, "category"),
        Json.text(full, "status"),
        "NAMED".equals(Json.text(full, "parameter_format")),
        full);
  }

  Template withStatus(String newStatus) {
    ObjectNode changed = json.deepCopy();
    changed.put("status", newStatus);
    return new Template(name, language, category, newStatus, named, changed);
  }

  String id() {
    return Json.text(json, "id");
  }

  String key() {
    return key(name, language);
  }

  static String key(String name, String language) {
    return name + "/" + language;
  }

  boolean isMarketing() {
    return "MARKETING".equals(category);
  }

  JsonNode component(String type) {
    for (JsonNode component : json.path("components")) {
      if (type.equalsIgnoreCase(Json.text(component, "type"))) {
        return component;
      }
    }
    return Json.object();
  }

  /** Returns the variables of a text in order of appearance: "1", "2" or their names. */
  static Set<String> variables(String text) {
    Set<String> variables = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      variables.add(matcher.group(1));
    }
    return variables;
  }

  /** Returns where the reader of this template can click: cta, body, or the empty string. */
  String clickComponent() {
    for (JsonNode button : component("BUTTONS").path("buttons")) {
      if ("URL".equalsIgnoreCase(Json.text(button, "type"))) {
        return "cta";
      }
    }
    return Json.text(component("BODY"), "text").contains("http") ? "body" : "";
  }
}
