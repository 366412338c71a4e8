package dev.whatsway.journey.setting;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** True or false. */
record FlagType() implements SettingType {

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    if (!value.isBoolean()) {
      problems.wrong(path, "true or false", value);
      return null;
    }
    return value.asBoolean();
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance.objectNode().put("type", "boolean");
  }
}
