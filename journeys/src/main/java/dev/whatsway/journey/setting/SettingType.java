package dev.whatsway.journey.setting;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What values a setting takes. */
interface SettingType {

  /** Returns the value; null after noting in {@code problems} why it is none. */
  @Nullable Object read(JsonNode value, String path, Problems problems);

  /** Returns the JSON Schema of its values. */
  ObjectNode schema();
}
