package dev.whatsway.workers.campaign;

import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.setting.TemplateValues;
import dev.whatsway.store.contact.Recipient;
import dev.whatsway.store.link.LinkTarget;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a template's variables from a recipient: {@code {{name}}}, {@code {{phone}}}, {@code
 * {{country}}}, {@code {{locale}}}, {@code {{timezone}}} or an attribute, each with a fallback
 * where wanted: {@code {{name|friend}}}.
 */
final class VariableRendering {

  private final Map<String, String> expressions;

  /**
   * @param expressions text with placeholders, by the name of the variable
   */
  VariableRendering(Map<String, String> expressions) {
    this.expressions = new TreeMap<>(expressions);
  }

  /**
   * What came out.
   *
   * @param skipReason {@code missing-variable:<name>} or {@code invalid-variable:<name>}; null when
   *     the variables are fit to send
   */
  record Rendered(Map<String, String> variables, @Nullable String skipReason) {}

  Rendered render(Recipient recipient) {
    return render(recipient, Map.of());
  }

  /**
   * @param given values of placeholders that are not the recipient's
   */
  Rendered render(Recipient recipient, Map<String, String> given) {
    Map<String, String> rendered = new TreeMap<>();
    for (Map.Entry<String, String> variable : expressions.entrySet()) {
      String text =
          Placeholders.fill(
              variable.getValue(),
              name -> given.containsKey(name) ? given.get(name) : value(name, recipient),
              UnaryOperator.identity());
      if (text == null || text.isBlank()) {
        return new Rendered(Map.of(), "missing-variable:" + variable.getKey());
      }
      if (TemplateValues.unfit(variable.getKey(), text) != null) {
        return new Rendered(Map.of(), "invalid-variable:" + variable.getKey());
      }
      rendered.put(variable.getKey(), text);
    }
    return new Rendered(rendered, null);
  }

  /** Returns a tracked link's target; null where a placeholder has neither value nor fallback. */
  static @Nullable String target(String expression, Recipient recipient) {
    return Placeholders.fill(expression, name -> value(name, recipient), LinkTarget::encode);
  }

  private static @Nullable String value(String name, Recipient recipient) {
    return switch (name) {
      case "name" -> recipient.name();
      case "phone" -> recipient.phone();
      case "country" -> recipient.country();
      case "locale" -> recipient.locale();
      case "timezone" -> recipient.timezone();
      default -> recipient.attributes().get(name);
    };
  }
}
