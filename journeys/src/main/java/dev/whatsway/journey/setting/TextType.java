package dev.whatsway.journey.setting;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A text of one line. What looks like a script is refused wherever text may stand. */
final class TextType implements SettingType {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern SCRIPT =
      Pattern.compile("<\\s*/?\\s*script|javascript:|\\$\\{", Pattern.CASE_INSENSITIVE);

  private final Limits limits;
  private final int longest;
  private final Function<String, Object> made;

  /**
   * @param longest its most characters, where its annotation says nothing
   * @param made makes the setting's value of the text
   */
  TextType(Limits limits, int longest, Function<String, Object> made) {
    this.limits = limits;
    this.longest = limits.max(longest);
    this.made = made;
  }

  @Override
  public @Nullable Object read(JsonNode value, String path, Problems problems) {
    int least = limits.min(1);
    if (!value.isString()
        || value.asString().isBlank() && least > 0
        || value.asString().length() < least
        || value.asString().length() > longest) {
      problems.wrong(
          path,
          "a text of %d to %,d characters".formatted(least, longest) + limits.suchAs(),
          value);
      return null;
    }
    String text = value.asString();
    if (CONTROL.matcher(text).find()) {
      problems.add(path, "must be one line without control characters.");
      return null;
    }
    if (SCRIPT.matcher(text).find()) {
      problems.add(path, "must hold no script: neither <script>, javascript: nor ${.");
      return null;
    }
    if (!limits.pattern().isEmpty() && !text.matches(limits.pattern())) {
      problems.wrong(path, "written as " + limits.pattern() + limits.suchAs(), value);
      return null;
    }
    return made.apply(text);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "string")
            .put("minLength", limits.min(1))
            .put("maxLength", longest);
    return limits.pattern().isEmpty()
        ? schema
        : schema.put("pattern", "^" + limits.pattern() + "$");
  }
}
