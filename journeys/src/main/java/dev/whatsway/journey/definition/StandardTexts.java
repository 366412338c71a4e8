package dev.whatsway.journey.definition;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.setting.Placeholders;
import org.jspecify.annotations.Nullable;

/** Conditions in CEL, and the placeholders that campaigns have. */
public final class StandardTexts implements TextChecks {

  @Override
  public @Nullable String condition(String source) {
    if (Condition.compile(source) instanceof Compilation.Refused refused) {
      return "is no condition: " + refused.problems().get(0).sentence();
    }
    return null;
  }

  @Override
  public @Nullable String placeholders(String text) {
    return Placeholders.valid(text)
        ? null
        : "must write its placeholders as {{name}} or {{name|friend}}.";
  }
}
