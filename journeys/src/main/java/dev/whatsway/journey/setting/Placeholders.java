package dev.whatsway.journey.setting;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of template variables: text with {@code {{name}}} of a field or attribute, or with a
 * fallback {@code {{name|friend}}}.
 */
public final class Placeholders {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*[\\p{L}_][\\p{L}\\p{N}_ .-]*(\\|[^{}|]*)?}}");

  private static final Pattern PARTS =
      Pattern.compile("\\{\\{\\s*([^{}|]+?)\\s*(?:\\|([^{}]*))?}}");

  /** Returns whether every brace pair is a placeholder. */
  public static boolean valid(String value) {
    String text = PLACEHOLDER.matcher(value).replaceAll("");
    return !text.contains("{{") && !text.contains("}}");
  }

  /**
   * Returns the text with its placeholders filled; null where one has neither value nor fallback.
   *
   * @param values by name; a blank value counts as none
   * @param written what a value is made into where it is put
   */
  public static @Nullable String fill(
      String text, Function<String, @Nullable String> values, UnaryOperator<String> written) {
    StringBuilder filled = new StringBuilder();
    Matcher placeholder = PARTS.matcher(text);
    while (placeholder.find()) {
      String value = values.apply(placeholder.group(1));
      if (value == null || value.isBlank()) {
        value = placeholder.group(2);
      }
      if (value == null) {
        return null;
      }
      placeholder.appendReplacement(filled, Matcher.quoteReplacement(written.apply(value.strip())));
    }
    return placeholder.appendTail(filled).toString();
  }

  private Placeholders() {}
}
