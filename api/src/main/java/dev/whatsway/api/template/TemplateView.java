package dev.whatsway.api.template;

import dev.whatsway.store.campaign.LinkClicks;
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
 * @param clicked clicks that Meta's Marketing Messages told; it names no message
 * @param landingPageViews views of the page behind
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
    long clicked,
    long landingPageViews,
    Instant createdAt,
    Instant updatedAt) {

  static TemplateView of(Template template, LinkClicks.OfTemplates clicks) {
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
        clicks.of(template, LinkClicks.Metric.CLICKED),
        clicks.of(template, LinkClicks.Metric.LANDING_PAGE_VIEWS),
        template.createdAt(),
        template.updatedAt());
  }
}
