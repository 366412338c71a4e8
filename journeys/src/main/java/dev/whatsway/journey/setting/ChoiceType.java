package dev.whatsway.journey.setting;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of a few words.
 *
 * @param values what each word stands for, in the order in which they are named
 */
record ChoiceType(Map<String, Object> values) implements SettingType {

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    Object chosen = value.isString() ? values.get(value.asString()) : null;
    if (chosen == null) {
      problems.wrong(path, "one of " + String.join(", ", values.keySet()), value);
    }
    return chosen;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
    ArrayNode words = schema.putArray("enum");
    values.keySet().forEach(words::add);
    return schema;
  }
}
