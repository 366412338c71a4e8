package dev.whatsway.api.journey;

import dev.whatsway.api.problem.Checks;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the properties of an event: flat, few and short, as every journey keeps a copy. */
final class EventProperties {

  private static final int MOST = 50;
  private static final int LONGEST = 1024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

  /** Returns texts, {@code Long}, {@code Double} and {@code Boolean} by name. */
  static Map<String, Object> read(@Nullable JsonNode properties, Checks checks) {
    Map<String, Object> read = new TreeMap<>();
    if (properties == null || properties.isNull()) {
      return read;
    }
    if (!properties.isObject() || properties.size() > MOST) {
      checks.fail("properties", "must be an object of at most " + MOST + " fields.");
      return read;
    }
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (!NAME.matcher(property.getKey()).matches()) {
        checks.fail(
            "properties",
            "must have names of letters, digits, _, . and -, at most 64, such as order_id.");
        continue;
      }
      Object value = value(property.getValue());
      if (value == null) {
        checks.fail(
            "properties." + property.getKey(),
            "must be a text of at most 1024 characters without control characters, a number that"
                + " a double or a whole number of 64 bits can hold, true or false.");
      } else {
        read.put(property.getKey(), value);
      }
    }
    return read;
  }

  private static @Nullable Object value(JsonNode value) {
    if (value.isString()) {
      String text = value.asString();
      return text.length() <= LONGEST && !unstorable(text) ? text : null;
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isIntegralNumber()) {
      return value.canConvertToLong() ? (Object) value.asLong() : null;
    }
    if (!value.isNumber()) {
      return null;
    }
    double number = value.asDouble(Double.NaN);
    return Double.isFinite(number) ? (Object) number : null;
  }

  /** PostgreSQL stores neither zero characters nor halves of surrogate pairs. */
  static boolean unstorable(String text) {
    return text.codePoints()
        .anyMatch(
            point ->
                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
  }

  private EventProperties() {}
}
