package dev.whatsway.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The templates: those of the behaviour (or the bundled ones) and those created at run time. Every
 * WABA shows the same ones.
 */
final class TemplateCatalogue {
  private final BehaviourStore behaviour;
  private final Map<String, Template> created = new LinkedHashMap<>();
  private @Nullable Behaviour seededFrom;
  private Map<String, Template> seeded = Map.of();

  TemplateCatalogue(BehaviourStore behaviour) {
    this.behaviour = behaviour;
  }

  synchronized @Nullable Template find(String name, String language) {
    return all().get(Template.key(name, language));
  }

  synchronized boolean hasName(String name) {
    return all().values().stream().anyMatch(template -> template.name().equals(name));
  }

  synchronized List<Template> list() {
    return new ArrayList<>(all().values());
  }

  /** Adds a template, or returns false where one of that name and language exists. */
  synchronized boolean add(Template template) {
    if (all().containsKey(template.key())) {
      return false;
    }
    created.put(template.key(), template);
    seededFrom = null;
    return true;
  }

  private Map<String, Template> all() {
    Behaviour current = behaviour.current();
    // Identity tells whether the behaviour was changed since: it is immutable.
    if (seededFrom != current) {
      Map<String, Template> templates = new LinkedHashMap<>();
      for (ObjectNode json : current.templates() == null ? bundled() : current.templates()) {
        Template template = Template.of(json);
        templates.put(template.key(), template);
      }
      templates.putAll(created);
      templates.replaceAll((key, template) -> withOverride(template, current.templateStatus()));
      seeded = templates;
      seededFrom = current;
    }
    return seeded;
  }

  private static Template withOverride(Template template, Map<String, String> statuses) {
    String status = statuses.getOrDefault(template.key(), statuses.get(template.name()));
    return status == null ? template : template.withStatus(status);
  }

  private static List<ObjectNode> bundled() {
    List<ObjectNode> templates = new ArrayList<>();
    for (JsonNode node : Json.resource("templates.json")) {
      templates.add((ObjectNode) node);
    }
    return templates;
  }
}
