package dev.whatsway.api.template;

import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateVariables;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A template as the API shows it.
 *
 * @param variables the names a campaign must give values for
 * @param optOutButtons texts or payloads of quick replies by which people opt out
 */
@Schema(name = "Template")
record TemplateView(
    UUID id,
    String wabaId,
    String name,
    String language,
    String category,
    String status,
    String parameterFormat,
    @Schema(type = "array", implementation = Object.class) JsonNode components,
    List<String> variables,
    List<String> optOutButtons,
    Instant createdAt,
    Instant updatedAt) {

  static TemplateView of(Template template) {
    return new TemplateView(
        template.id(),
        template.wabaId(),
        template.name(),
        template.language(),
        template.category(),
        template.status(),
        template.parameterFormat(),
        template.components(),
        List.copyOf(TemplateVariables.of(template.components())),
        template.optOutButtons(),
        template.createdAt(),
        template.updatedAt());
  }
}
