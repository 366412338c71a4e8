package dev.whatsway.journey.definition;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.setting.Placeholders;
import java.util.Set;
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
  public Set<String> messagesOf(String source) {
    return Condition.compile(source) instanceof Compilation.Compiled compiled
        ? compiled.condition().messages()
        : Set.of();
  }

  @Override
  public @Nullable String placeholders(String text) {
    return Placeholders.valid(text)
        ? null
        : "must write its placeholders as {{name}} or {{name|friend}}.";
  }
}
