package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.setting.TemplateValues;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.template.VariableKeys;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a template and what is given for its variables, of a campaign or a step of a journey. */
@Component
class TemplateChecks {

  private static final int MAX_VALUE = 1024;

  private final Templates templates;

  TemplateChecks(Templates templates) {
    this.templates = templates;
  }

  /** Returns the channel's template; null where {@code checks} says that there is none. */
  @Nullable Template find(
      String field, Channel channel, String name, String language, Checks checks) {
    Template template =
        templates.find(channel.accountId(), channel.wabaId(), name, language).orElse(null);
    if (template == null) {
      checks.fail(
          field,
          "must be a template known for the channel's WABA in this language; GET"
              + " /api/v1/templates?waba_id="
              + channel.wabaId()
              + " lists them.");
    } else if (!template.status().equals("APPROVED")) {
      checks.fail(field, "must be approved; Meta has it as " + template.status() + ".");
    }
    return template;
  }

  /** Says which variables of the template have no value, and which values no variable. */
  static void sameVariables(String field, Set<String> given, Template template, Checks checks) {
    VariableKeys.of(template.components())
        .problems(given)
        .forEach((key, problem) -> checks.fail(field + "." + key, problem));
  }

  /** Returns the value where it can be one; else says why not, and returns an empty text. */
  static String value(String field, String key, @Nullable String value, Checks checks) {
    // Meta refuses newlines, tabs and more than four spaces in a row (132018).
    if (value == null
        || value.isBlank()
        || value.length() > MAX_VALUE
        || value.matches("(?s).*([\\n\\r\\t]| {5}).*")) {
      checks.fail(
          field,
          "must be a text of 1 to 1024 characters without line breaks, tabs or five spaces in a"
              + " row.");
      return "";
    }
    if (!Placeholders.valid(value)) {
      checks.fail(field, "must write its placeholders as {{name}}.");
    } else if (!value.contains("{{")) {
      String unfit = TemplateValues.unfit(key, value);
      if (unfit != null) {
        checks.fail(field, unfit);
      }
    }
    return value;
  }

  /** Checks the values of all variables. */
  static void values(String field, Map<String, String> given, Checks checks) {
    given.forEach((key, value) -> value(field + "." + key, key, value, checks));
  }
}
