package dev.whatsway.journey.travel;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What placeholders stand for: a field of the person, {@code event.…} for what the entry event
 * carried, else an attribute.
 *
 * @param phone E.164 with its plus sign
 */
public record PersonValues(
    @Nullable String name,
    String phone,
    @Nullable String country,
    @Nullable String locale,
    @Nullable String timezone,
    Map<String, String> attributes,
    Map<String, ?> event)
    implements Function<String, @Nullable String> {

  private static final String EVENT = "event.";
  private static final Set<String> FIELDS =
      Set.of("name", "phone", "country", "locale", "timezone");

  /** Returns whether a placeholder of this name stands for an attribute. */
  public static boolean isAttribute(String placeholder) {
    return !FIELDS.contains(placeholder) && !placeholder.startsWith(EVENT);
  }

  @Override
  public @Nullable String apply(String placeholder) {
    return switch (placeholder) {
      case "name" -> name;
      case "phone" -> phone;
      case "country" -> country;
      case "locale" -> locale;
      case "timezone" -> timezone;
      default ->
          placeholder.startsWith(EVENT)
              ? property(placeholder.substring(EVENT.length()))
              : attributes.get(placeholder);
    };
  }

  private @Nullable String property(String name) {
    Object value = event.get(name);
    return value == null ? null : value.toString();
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "PersonValues[]";
  }
}
