package dev.whatsway.store.journey;

import dev.whatsway.journey.step.FrozenValues;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code journeys.frozen}. */
final class FrozenJson {

  /** Nulls are written, however a map's would be: they say that there was no value. */
  static String write(JsonMapper json, FrozenValues frozen) {
    ObjectNode object = json.createObjectNode();
    frozen.byKey().forEach(object::put);
    return json.writeValueAsString(object);
  }

  static FrozenValues read(JsonMapper json, @Nullable String stored) {
    if (stored == null) {
      return FrozenValues.NONE;
    }
    Map<String, @Nullable String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.readTree(stored).properties()) {
      values.put(entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().asString());
    }
    return new FrozenValues(values);
  }

  private FrozenJson() {}
}
