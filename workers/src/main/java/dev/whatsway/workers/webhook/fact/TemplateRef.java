package dev.whatsway.workers.webhook.fact;

import org.jspecify.annotations.Nullable;

/**
 * The template that an event is of.
 *
 * @param language with an underscore, as the API has it; Meta's webhooks write a dash
 * @param metaId Meta's id of it
 */
public record TemplateRef(
    String wabaId, @Nullable String name, @Nullable String language, @Nullable String metaId) {}
