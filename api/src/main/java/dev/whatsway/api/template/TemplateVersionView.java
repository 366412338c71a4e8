package dev.whatsway.api.template;

import dev.whatsway.store.template.TemplateVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What a template said from a time on.
 *
 * @param version counted from 1
 * @param status Meta's when it came to say so
 * @param source {@code api}, {@code sync} or {@code webhook}: by what it was learnt
 */
@Schema(name = "TemplateVersion")
record TemplateVersionView(
    int version,
    String category,
    String parameterFormat,
    @Schema(type = "array", implementation = Object.class) JsonNode components,
    String status,
    String source,
    Instant at) {

  static TemplateVersionView of(TemplateVersion version) {
    return new TemplateVersionView(
        version.version(),
        version.category(),
        version.parameterFormat(),
        version.components(),
        version.status(),
        version.source(),
        version.at());
  }
}
