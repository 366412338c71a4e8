package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.TemplateCategory;
import dev.whatsway.workers.webhook.fact.TemplateComponents;
import dev.whatsway.workers.webhook.fact.TemplateQuality;
import dev.whatsway.workers.webhook.fact.TemplateRef;
import dev.whatsway.workers.webhook.fact.TemplateStatus;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what Meta tells of templates. The WABA is that of the entry: the value has none. */
final class TemplateReader {

  static WebhookFact status(Source source) {
    JsonNode value = source.item();
    TemplateRef template = template(source);
    String status = Lenient.word(value.path("event"));
    if (template == null || status == null) {
      return source.unknown();
    }
    return new TemplateStatus(
        template,
        status,
        Lenient.word(value.path("message_template_category")),
        reason(value),
        Lenient.word(value.path("other_info").path("title")),
        source.at());
  }

  static WebhookFact category(Source source) {
    JsonNode value = source.item();
    TemplateRef template = template(source);
    String present = Lenient.word(value.path("new_category"));
    String correct = Lenient.word(value.path("correct_category"));
    if (template == null) {
      return source.unknown();
    }
    // Ahead of time Meta calls the category that still holds the new one.
    if (correct != null) {
      return new TemplateCategory(
          template,
          new TemplateCategory.Change.Impending(
              present, correct, Lenient.time(value.path("category_update_timestamp"))),
          source.at());
    }
    return present == null
        ? source.unknown()
        : new TemplateCategory(
            template,
            new TemplateCategory.Change.Completed(
                Lenient.word(value.path("previous_category")), present),
            source.at());
  }

  static WebhookFact quality(Source source) {
    JsonNode value = source.item();
    TemplateRef template = template(source);
    String present = Lenient.word(value.path("new_quality_score"));
    return template == null || present == null
        ? source.unknown()
        : new TemplateQuality(
            template, Lenient.word(value.path("previous_quality_score")), present, source.at());
  }

  static WebhookFact components(Source source) {
    TemplateRef template = template(source);
    return template == null ? source.unknown() : new TemplateComponents(template, source.at());
  }

  /** Null where nothing says which template it is. */
  private static @Nullable TemplateRef template(Source source) {
    JsonNode value = source.item();
    String name = Lenient.text(value.path("message_template_name"));
    String language = Lenient.text(value.path("message_template_language"));
    String id = Lenient.text(value.path("message_template_id"));
    if (source.wabaId().isEmpty() || (id == null && (name == null || language == null))) {
      return null;
    }
    return new TemplateRef(
        source.wabaId(), name, language == null ? null : language.replace('-', '_'), id);
  }

  private static @Nullable String reason(JsonNode value) {
    String reason =
        Lenient.firstText(value.path("rejection_info").path("reason"), value.path("reason"));
    return "NONE".equals(reason) ? null : reason;
  }

  private TemplateReader() {}
}
