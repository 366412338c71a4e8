package dev.whatsway.workers.webhook.effect;

import dev.whatsway.workers.webhook.fact.TemplateRef;

/** How the log names a template. */
final class TemplateWords {

  static String name(TemplateRef template) {
    if (template.name() == null) {
      return "Template with Meta's id " + template.metaId();
    }
    return "Template "
        + template.name()
        + (template.language() == null ? "" : " (" + template.language() + ")");
  }

  private TemplateWords() {}
}
