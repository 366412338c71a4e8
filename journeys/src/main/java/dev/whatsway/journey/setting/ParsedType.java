package dev.whatsway.journey.setting;

import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text with a meaning of its own, such as a date.
 *
 * @param mustBe what it must be, with an example
 * @param parse makes the value; it throws a {@link DateTimeException} or an {@link
 *     IllegalArgumentException} for what is none
 * @param pattern what all of it must match, as the JSON Schema says
 */
record ParsedType(String mustBe, Function<String, Object> parse, String pattern)
    implements SettingType {

  private static final int LONGEST = 100;

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    try {
      if (value.isString()
          && value.asString().length() <= LONGEST
          && value.asString().matches(pattern)) {
        return parse.apply(value.asString());
      }
    } catch (DateTimeException | IllegalArgumentException none) {
      // Told below like every other value that is none.
    }
    problems.wrong(path, mustBe, value);
    return null;
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("pattern", "^" + pattern + "$");
  }
}
