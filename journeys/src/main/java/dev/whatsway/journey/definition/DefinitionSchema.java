package dev.whatsway.journey.definition;

import dev.whatsway.journey.setting.Names;
import dev.whatsway.journey.setting.Settings;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of definitions, for editors. It is made of the same records as the reading, and
 * says what can be said without knowing where links lead.
 */
public final class DefinitionSchema {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Returns the schema, draft 2020-12, of definitions that may have these kinds of steps. */
  public static ObjectNode of(List<StepKind<?>> kinds) {
    ObjectNode schema = new Settings<>(Outline.class).schema();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A journey of WhatsWay");
    ObjectNode steps = NODES.objectNode();
    steps
        .put("type", "array")
        .put("description", "The steps; a person begins with the first.")
        .put("minItems", 1)
        .put("maxItems", DefinitionCompiler.MOST_STEPS);
    steps.set("items", step(kinds));
    ((ObjectNode) schema.get("properties")).set("steps", steps);
    schema.withArray("required").add("steps");
    return schema;
  }

  private static ObjectNode step(List<StepKind<?>> kinds) {
    ObjectNode step = NODES.objectNode().put("type", "object");
    step.putArray("required").add("id").add("type");
    ArrayNode types = step.putObject("properties").putObject("type").putArray("enum");
    ArrayNode all = step.putArray("allOf");
    for (StepKind<?> kind : kinds) {
      types.add(kind.type());
      ObjectNode rule = all.addObject();
      rule.putObject("if").putObject("properties").putObject("type").put("const", kind.type());
      rule.set("then", settings(kind));
    }
    return step;
  }

  private static ObjectNode settings(StepKind<?> kind) {
    ObjectNode settings = kind.schema();
    ObjectNode properties = (ObjectNode) settings.get("properties");
    properties
        .putObject("id")
        .put("type", "string")
        .put("pattern", "^" + Names.STEP + "$")
        .put("description", "Its name within this journey.");
    properties.putObject("type").put("const", kind.type());
    properties
        .putObject("next")
        .put("type", "string")
        .put(
            "description", "The step after it; the following one where left out, exit at the end.");
    return settings;
  }

  private DefinitionSchema() {}
}
