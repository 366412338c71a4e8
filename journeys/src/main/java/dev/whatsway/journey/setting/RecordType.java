package dev.whatsway.journey.setting;

import dev.whatsway.contract.journey.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An object whose fields are the components of a record, in snake_case. */
final class RecordType implements SettingType {

  private final Class<? extends Record> record;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /** A field of the object. */
  private record Field(SettingType type, boolean required, String description) {}

  RecordType(Class<? extends Record> record) {
    this.record = record;
    for (RecordComponent component : record.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      fields.put(
          snakeCase(component.getName()),
          new Field(
              SettingTypes.of(component),
              !component.getAnnotatedType().isAnnotationPresent(Nullable.class),
              setting == null ? "" : setting.description()));
    }
  }

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    return read(value, path, Set.of(), problems);
  }

  /**
   * @param others fields that the object may have besides, read elsewhere
   */
  @Nullable Object read(JsonNode value, String path, Set<String> others, Problems problems) {
    if (!value.isObject()) {
      problems.wrong(path, "an object of " + String.join(", ", fields.keySet()), value);
      return null;
    }
    int before = problems.count();
    unknown(value, path, others, problems);
    ArrayList<@Nullable Object> values = new ArrayList<>();
    fields.forEach((name, field) -> values.add(read(value, path, name, field, problems)));
    return problems.count() == before ? make(values) : null;
  }

  private static @Nullable Object read(
      JsonNode object, String path, String name, Field field, Problems problems) {
    JsonNode value = object.get(name);
    String at = path.isEmpty() ? name : path + "." + name;
    if (value == null || value.isNull()) {
      if (field.required) {
        problems.add(at, "is required.");
      }
      return null;
    }
    return field.type.read(value, at, problems);
  }

  private void unknown(JsonNode object, String path, Set<String> others, Problems problems) {
    Set<String> known = new TreeSet<>(fields.keySet());
    known.addAll(others);
    for (Map.Entry<String, JsonNode> given : object.properties()) {
      if (!known.contains(given.getKey())) {
        String name = Problems.shown(given.getKey());
        problems.add(
            path.isEmpty() ? name : path + "." + name,
            "is not known here; there may be " + String.join(", ", known) + ".");
      }
    }
  }

  private Object make(ArrayList<@Nullable Object> values) {
    try {
      Class<?>[] types = new Class<?>[values.size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = record.getRecordComponents()[i].getType();
      }
      var constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record + " cannot be made of its own components.", e);
    }
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    fields.forEach(
        (name, field) -> {
          ObjectNode property = field.type.schema();
          if (!field.description.isEmpty()) {
            property.put("description", field.description);
          }
          properties.set(name, property);
          if (field.required) {
            required.add(name);
          }
        });
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
