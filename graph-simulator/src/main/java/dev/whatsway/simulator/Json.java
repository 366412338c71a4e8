package dev.whatsway.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON mappers of the simulator and the few tree operations Jackson lacks. */
final class Json {
  static final JsonMapper PLAIN = JsonMapper.builder().build();

  /** Reads behaviour files: an unknown field is an error, enum constants are lower case. */
  static final JsonMapper STRICT =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /**
   * Writes webhooks as Meta does: non-ASCII as lower-case escapes, slashes escaped. A receiver that
   * verifies re-serialised JSON instead of the bytes it got fails on these.
   */
  static final JsonMapper ESCAPED =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                  .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                  .build())
          .build();

  /** Writes the same bytes for the same content whatever the order of its fields. */
  static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private Json() {}

  static JsonNode resource(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the simulator's jar lacks its resource " + name);
      }
      return PLAIN.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode object() {
    return PLAIN.createObjectNode();
  }

  /** Returns the text of a string or number field, or the empty string when it is neither. */
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() || value.isNumber() ? value.asString() : "";
  }

  /** Applies an RFC 7396 merge patch in place: objects merge, null removes, all else replaces. */
  static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                target.remove(entry.getKey());
              } else if (value instanceof ObjectNode objectPatch) {
                boolean isThere = target.get(entry.getKey()) instanceof ObjectNode;
                merge(
                    isThere
                        ? (ObjectNode) target.get(entry.getKey())
                        : target.putObject(entry.getKey()),
                    objectPatch);
              } else {
                target.set(entry.getKey(), value.deepCopy());
              }
            });
    return target;
  }
}
