package dev.whatsway.journey.setting;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values by names that the definition chooses. */
record MapType(SettingType element, int min, int max) implements SettingType {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    if (!value.isObject() || value.size() < min || value.size() > max) {
      problems.wrong(path, "an object of %d to %d fields".formatted(min, max), value);
      return null;
    }
    int before = problems.count();
    Map<String, Object> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path + "." + Problems.shown(field.getKey());
      if (!field.getKey().matches(NAME)) {
        problems.add(at, "must be a name of letters, digits, _, . and -, at most 64 of them.");
        continue;
      }
      Object item = element.read(field.getValue(), at, problems);
      if (item != null) {
        read.put(field.getKey(), item);
      }
    }
    return problems.count() == before ? Collections.unmodifiableMap(read) : null;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "object")
            .put("minProperties", min)
            .put("maxProperties", max);
    schema.putObject("propertyNames").put("pattern", "^" + NAME + "$");
    schema.set("additionalProperties", element.schema());
    return schema;
  }
}
