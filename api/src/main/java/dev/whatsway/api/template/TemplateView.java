package dev.whatsway.api.template;

import dev.whatsway.store.template.MetaSide;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.VariableKeys;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A template as the API shows it.
 *
 * @param variables the names a campaign must give values for
 * @param optionalVariables those that it may give values for
 * @param optOutButtons texts or payloads of quick replies by which people opt out
 * @param metaId Meta's id; null where it is not learnt yet
 * @param quality Meta's word; null where none was told
 * @param rejectedReason Meta's word; null where it was not rejected
 * @param messageSendTtlSeconds null: Meta's default
 * @param deletedAt null: it is not deleted
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
    List<String> optionalVariables,
    List<String> optOutButtons,
    @Nullable String metaId,
    @Nullable String quality,
    @Nullable String rejectedReason,
    @Nullable Integer messageSendTtlSeconds,
    @Nullable Instant deletedAt,
    Instant createdAt,
    Instant updatedAt) {

  static TemplateView of(Template template) {
    VariableKeys keys = VariableKeys.of(template.components());
    MetaSide meta = template.meta();
    return new TemplateView(
        template.id(),
        template.wabaId(),
        template.name(),
        template.language(),
        template.category(),
        template.status(),
        template.parameterFormat(),
        template.components(),
        List.copyOf(keys.needed()),
        List.copyOf(keys.optional()),
        template.optOutButtons(),
        meta.id(),
        meta.quality(),
        meta.rejectedReason(),
        meta.sendTtlSeconds(),
        meta.deletedAt(),
        template.createdAt(),
        template.updatedAt());
  }
}
