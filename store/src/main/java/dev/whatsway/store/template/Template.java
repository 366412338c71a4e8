package dev.whatsway.store.template;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A message template as Meta knows it.
 *
 * @param category {@code MARKETING}, {@code UTILITY} or {@code AUTHENTICATION}
 * @param parameterFormat {@code POSITIONAL} or {@code NAMED}
 * @param components Meta's list of components
 */
public record Template(
    UUID id,
    UUID accountId,
    String wabaId,
    String name,
    String language,
    String category,
    String status,
    String parameterFormat,
    JsonNode components,
    Instant createdAt,
    Instant updatedAt) {}
