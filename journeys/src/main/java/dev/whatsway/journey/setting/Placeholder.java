package dev.whatsway.journey.setting;

import org.jspecify.annotations.Nullable;

/**
 * One {@code {{name|fallback}}} of a text.
 *
 * @param fallback what stands for a value that is missing; null for nothing
 */
public record Placeholder(String name, @Nullable String fallback) {

  /** Returns what is between its braces. */
  public String key() {
    return fallback == null ? name : name + "|" + fallback;
  }

  /** Returns it as texts have it. */
  public String written() {
    return "{{" + key() + "}}";
  }

  /** Returns the value, or the fallback where it is null or blank. */
  public @Nullable String or(@Nullable String value) {
    return value == null || value.isBlank() ? fallback : value;
  }
}
