package dev.whatsway.store.template;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A message template as Meta knows it.
 *
 * @param category {@code MARKETING}, {@code UTILITY} or {@code AUTHENTICATION}
 * @param parameterFormat {@code POSITIONAL} or {@code NAMED}
 * @param components Meta's list of components
 * @param optOutButtons texts or payloads of quick replies by which people opt out; ours, not Meta's
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
    List<String> optOutButtons,
    Instant createdAt,
    Instant updatedAt,
    MetaSide meta) {

  /** A template of which nothing beside its content is known. */
  public Template(
      UUID id,
      UUID accountId,
      String wabaId,
      String name,
      String language,
      String category,
      String status,
      String parameterFormat,
      JsonNode components,
      List<String> optOutButtons,
      Instant createdAt,
      Instant updatedAt) {
    this(
        id,
        accountId,
        wabaId,
        name,
        language,
        category,
        status,
        parameterFormat,
        components,
        optOutButtons,
        createdAt,
        updatedAt,
        MetaSide.NONE);
  }
}
