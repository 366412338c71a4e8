package dev.whatsway.journey.setting;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the settings of one type, however deep, with their paths. */
public final class SettingWalk {

  /** A setting where it stands. */
  public record Found<T>(String path, T value) {}

  /** Returns the settings of a type within {@code settings}, in the order of its components. */
  public static <T> List<Found<T>> find(Record settings, String path, Class<T> type) {
    List<Found<T>> found = new ArrayList<>();
    walk(settings, path, type, found);
    return found;
  }

  private static <T> void walk(
      @Nullable Object value, String path, Class<T> type, List<Found<T>> found) {
    if (type.isInstance(value)) {
      found.add(new Found<>(path, type.cast(value)));
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String name = RecordType.snakeCase(component.getName());
        walk(get(record, component), path.isEmpty() ? name : path + "." + name, type, found);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), path + "[" + i + "]", type, found);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, element) -> walk(element, path + "." + name, type, found));
    }
  }

  private static @Nullable Object get(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " cannot be read.", e);
    }
  }

  private SettingWalk() {}
}
