package dev.whatsway.journey.step;

import dev.whatsway.journey.setting.Placeholder;
import dev.whatsway.journey.travel.PersonValues;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a journey's messages say of one person, as it stood when they entered.
 *
 * @param byKey by {@link Placeholder#key}, fallbacks filled in; null where there was neither value
 *     nor fallback
 */
public record FrozenValues(Map<String, @Nullable String> byKey) {

  /** Of somebody of whom nothing is frozen: all is read when they come to the step. */
  public static final FrozenValues NONE = new FrozenValues(Map.of());

  public FrozenValues {
    byKey = Collections.unmodifiableMap(new TreeMap<>(byKey));
  }

  boolean has(Placeholder placeholder) {
    return byKey.containsKey(placeholder.key());
  }

  @Nullable String of(Placeholder placeholder) {
    return byKey.get(placeholder.key());
  }

  /** Returns whether a value of this attribute is frozen. */
  public boolean hasAttribute(String name) {
    return byKey.keySet().stream().anyMatch(key -> isOf(name, key));
  }

  /** Returns these but for an attribute, which is read at the step from now on. */
  public FrozenValues without(String attribute) {
    Map<String, @Nullable String> others = new TreeMap<>(byKey);
    others.keySet().removeIf(key -> isOf(attribute, key));
    return new FrozenValues(others);
  }

  private static boolean isOf(String attribute, String key) {
    return PersonValues.isAttribute(attribute)
        && (key.equals(attribute) || key.startsWith(attribute + "|"));
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "FrozenValues[" + byKey.size() + "]";
  }
}
