package dev.whatsway.journey.setting;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
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

  /** Returns the placeholders of a text, in their order. */
  public static List<Placeholder> in(String text) {
    return PARTS.matcher(text).results().map(Placeholders::read).toList();
  }

  /**
   * Returns the text with its placeholders filled; null where one has neither value nor fallback.
   *
   * @param values by name; a blank value counts as none
   * @param written what a value is made into where it is put
   */
  public static @Nullable String fill(
      String text, Function<String, @Nullable String> values, UnaryOperator<String> written) {
    return fillEach(text, placeholder -> placeholder.or(values.apply(placeholder.name())), written);
  }

  /**
   * Returns the text with its placeholders filled; null where one has nothing.
   *
   * @param values what stands for a placeholder, its fallback as well
   * @param written what a value is made into where it is put
   */
  public static @Nullable String fillEach(
      String text, Function<Placeholder, @Nullable String> values, UnaryOperator<String> written) {
    StringBuilder filled = new StringBuilder();
    Matcher placeholder = PARTS.matcher(text);
    while (placeholder.find()) {
      String value = values.apply(read(placeholder));
      if (value == null) {
        return null;
      }
      placeholder.appendReplacement(filled, Matcher.quoteReplacement(written.apply(value.strip())));
    }
    return placeholder.appendTail(filled).toString();
  }

  private static Placeholder read(MatchResult found) {
    return new Placeholder(found.group(1), found.group(2));
  }

  private Placeholders() {}
}
