package dev.whatsway.journey.setting;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A whole number. */
record WholeType(int min, int max) implements SettingType {

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    if (!value.isInt() || value.asInt() < min || value.asInt() > max) {
      problems.wrong(path, "a whole number from %d to %d".formatted(min, max), value);
      return null;
    }
    return value.asInt();
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "integer")
        .put("minimum", min)
        .put("maximum", max);
  }
}
