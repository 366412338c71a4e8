package dev.whatsway.journey.definition;

import dev.whatsway.journey.setting.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of definitions: bounded when read, canonical when stored. */
final class DefinitionJson {

  /** 256 Ki characters: 100 steps of 2,500 each, more than a person writes. */
  private static final int LONGEST = 256 * 1024;

  private static final int DEEPEST = 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(LONGEST)
                          .maxNestingDepth(DEEPEST)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @throws JacksonException when it is not JSON, too long, too deep, or names a field twice
   */
  static JsonNode read(String definition) {
    return MAPPER.readTree(definition);
  }

  static String explain(JacksonException e) {
    return "must be JSON of at most %,d characters, at most %d deep: %s"
            .formatted(LONGEST, DEEPEST, e.getOriginalMessage().replaceAll("\\s+", " "))
        + (e.getLocation() == null
            ? ""
            : " (line %d, column %d)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
  }

  /**
   * Returns what is wrong with the whole, which may have been parsed elsewhere; null if nothing.
   */
  static @Nullable String unfit(JsonNode definition) {
    if (!definition.isObject()) {
      return "must be a JSON object; it is "
          + (definition.isMissingNode() ? "empty." : Problems.shown(definition) + ".");
    }
    if (deeper(definition, DEEPEST)) {
      return "must be at most %d deep.".formatted(DEEPEST);
    }
    return definition.toString().length() > LONGEST
        ? "must have at most %,d characters.".formatted(LONGEST)
        : null;
  }

  private static boolean deeper(JsonNode node, int left) {
    if (left == 0) {
      return node.isContainer();
    }
    for (JsonNode child : node) {
      if (deeper(child, left - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the same definition in the same characters, however its fields were ordered. */
  static String canonical(ObjectNode definition) {
    return sorted(definition).toString();
  }

  static String hash(String canonical) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      fields.forEach(sorted::set);
      return sorted;
    }
    if (node.isArray()) {
      ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return node;
  }

  private DefinitionJson() {}
}
