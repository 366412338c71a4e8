package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.journey.setting.Placeholder;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.setting.TemplateValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a send step, and why one of them cannot be sent. */
final class SendTexts {

  /** The placeholder of a tracked link. */
  static final String LINK = "tracked_link";

  private static final String LINK_TARGET = "link_target";

  static Map<String, PlaceholderText> variables(SendSettings settings) {
    return settings.variables() == null ? Map.of() : settings.variables();
  }

  static List<String> all(SendSettings settings) {
    List<String> texts = new ArrayList<>();
    variables(settings).values().forEach(variable -> texts.add(variable.pattern()));
    if (settings.linkTarget() != null) {
      texts.add(settings.linkTarget().pattern());
    }
    return texts;
  }

  /** Returns what is wrong with a variable's rendered text; null for nothing. */
  static @Nullable String unfit(String variable, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return "missing-variable:" + variable;
    }
    return TemplateValues.unfit(variable, text) == null ? null : "invalid-variable:" + variable;
  }

  /** Returns what is wrong with a rendered target; null for nothing. */
  static @Nullable String unfitTarget(SendSettings settings, @Nullable String target) {
    return settings.tracked() && target == null ? unfit(LINK_TARGET, null) : null;
  }

  /** Returns why the message cannot be sent whatever is set on the way; null for not known. */
  static @Nullable String unfit(SendSettings settings, FrozenValues frozen) {
    for (Map.Entry<String, PlaceholderText> variable : variables(settings).entrySet()) {
      String why = unfit(variable.getKey(), variable.getValue().pattern(), frozen);
      if (why != null) {
        return why;
      }
    }
    return settings.linkTarget() != null && lacks(settings.linkTarget().pattern(), frozen)
        ? unfit(LINK_TARGET, null)
        : null;
  }

  private static @Nullable String unfit(String variable, String text, FrozenValues frozen) {
    if (lacks(text, frozen)) {
      return unfit(variable, null);
    }
    return Placeholders.in(text).stream().allMatch(frozen::has)
        ? unfit(variable, Placeholders.fillEach(text, frozen::of, value -> value))
        : null;
  }

  private static boolean lacks(String text, FrozenValues frozen) {
    for (Placeholder placeholder : Placeholders.in(text)) {
      if (frozen.has(placeholder) && frozen.of(placeholder) == null) {
        return true;
      }
    }
    return false;
  }

  private SendTexts() {}
}
