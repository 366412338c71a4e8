package dev.whatsway.journey.setting;

import java.util.regex.Pattern;

/**
 * The values of template variables: text with {@code {{name}}} of a field or attribute, or with a
 * fallback {@code {{name|friend}}}.
 */
public final class Placeholders {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*[\\p{L}_][\\p{L}\\p{N}_ .-]*(\\|[^{}|]*)?}}");

  /** Returns whether every brace pair is a placeholder. */
  public static boolean valid(String value) {
    String text = PLACEHOLDER.matcher(value).replaceAll("");
    return !text.contains("{{") && !text.contains("}}");
  }

  private Placeholders() {}
}
