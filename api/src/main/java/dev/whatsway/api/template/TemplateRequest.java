package dev.whatsway.api.template;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A template as Meta lists it. Exactly one of {@code waba_id} and {@code channel_id} says whose it
 * is.
 */
@Schema(name = "TemplateRequest")
record TemplateRequest(
    @Schema(example = "spring_sale", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String name,
    @Schema(example = "en_US", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String language,
    @Schema(
            allowableValues = {"MARKETING", "UTILITY", "AUTHENTICATION"},
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String category,
    @Schema(description = "The WABA it belongs to; or name a channel instead.")
        @Nullable String wabaId,
    @Schema(description = "A channel of the WABA it belongs to.") @Nullable UUID channelId,
    @Schema(
            allowableValues = {"POSITIONAL", "NAMED"},
            defaultValue = "POSITIONAL")
        @Nullable String parameterFormat,
    @Schema(
            description = "Meta's components: HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, …",
            type = "array",
            implementation = Object.class,
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable JsonNode components,
    @Schema(
            description =
                "Texts or payloads of quick replies by which people opt out of marketing. Those"
                    + " whose text is one of the opt-out keywords do so anyway.")
        @Nullable List<@Nullable String> optOutButtons,
    @Schema(
            allowableValues = {"APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"},
            defaultValue = "APPROVED")
        @Nullable String status,
    @Schema(
            description =
                "Whether to create it at Meta, too; else it is only made known here, as Meta has it.",
            defaultValue = "false")
        @Nullable Boolean atMeta,
    @Schema(description = "How long Meta tries to deliver a message of it; only with at_meta.")
        @Nullable Integer messageSendTtlSeconds) {}
