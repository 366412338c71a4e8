package dev.whatsway.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<String, Instant> deleted = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, List<Instant>> edits = new HashMap<>();
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
    put(template);
    return true;
  }

  synchronized @Nullable Template byId(String id) {
    return all().values().stream().filter(t -> t.id().equals(id)).findFirst().orElse(null);
  }

  /** Counts an edit, or returns false where an approved template had too many. */
  synchronized boolean mayEdit(String id, Instant now) {
    List<Instant> its = edits.computeIfAbsent(id, none -> new ArrayList<>());
    its.removeIf(at -> at.isBefore(now.minus(Duration.ofDays(30))));
    boolean today = its.stream().anyMatch(at -> at.isAfter(now.minus(Duration.ofDays(1))));
    if (today || its.size() >= 10) {
      return false;
    }
    its.add(now);
    return true;
  }

  synchronized void edit(Template template, ObjectNode change, String status) {
    ObjectNode edited = template.json().deepCopy();
    for (String field : List.of("category", "components", "message_send_ttl_seconds")) {
      if (change.has(field)) {
        edited.set(field, change.get(field));
      }
    }
    edited.put("status", status);
    put(Template.of(edited));
  }

  synchronized void delete(List<Template> doomed, Instant now) {
    for (Template template : doomed) {
      created.remove(template.key());
      gone.add(template.key());
      deleted.put(template.name(), now);
    }
    seededFrom = null;
  }

  /** Whether the name was deleted after that instant, in whichever language. */
  synchronized boolean wasDeleted(String name, Instant after) {
    Instant at = deleted.get(name);
    return at != null && at.isAfter(after);
  }

  private void put(Template template) {
    created.put(template.key(), template);
    gone.remove(template.key());
    seededFrom = null;
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
      templates.keySet().removeAll(gone);
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
