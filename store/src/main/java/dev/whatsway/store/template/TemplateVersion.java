package dev.whatsway.store.template;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What a template said from a time on.
 *
 * @param version counted from 1
 * @param status Meta's when it came to say so
 * @param source {@code api}, {@code sync} or {@code webhook}: by what it was learnt
 */
public record TemplateVersion(
    int version,
    String category,
    String parameterFormat,
    JsonNode components,
    String status,
    String source,
    Instant at) {}
