package dev.whatsway.journey.setting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Several values of one type. */
record ListType(SettingType element, int min, int max) implements SettingType {

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    if (!value.isArray() || value.size() < min || value.size() > max) {
      problems.wrong(
          path,
          "a list of %d to %d".formatted(min, max),
          value.isArray() ? JsonNodeFactory.instance.numberNode(value.size()) : value);
      return null;
    }
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      Object item = element.read(value.get(i), path + "[" + i + "]", problems);
      if (item != null) {
        read.add(item);
      }
    }
    return read.size() == value.size() ? List.copyOf(read) : null;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "array")
            .put("minItems", min)
            .put("maxItems", max);
    schema.set("items", element.schema());
    return schema;
  }
}
