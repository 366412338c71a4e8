package dev.whatsway.api.recurring;

import dev.whatsway.api.campaign.CampaignRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new recurring campaign, or what is to change of one: what is left out stays. */
@Schema(name = "RecurringCampaignRequest")
record RecurringRequest(
    @Schema(
            description =
                "What each campaign is made as, with the fields of POST /campaigns but without schedule.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable CampaignRequest campaign,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable EveryRequest every,
    @Schema(
            allowableValues = {"skip", "buffer_one", "allow"},
            description =
                "When a campaign's time comes while the one before is not closed: skip it, make it when that is closed, or make it all the same.",
            defaultValue = "skip")
        @Nullable String overlap,
    @Schema(
            description =
                "How late a time that nobody kept, because Temporal was down, is made up for: ISO 8601 duration or seconds.",
            defaultValue = "PT1H")
        @Nullable String catchUp,
    @Schema(
            description =
                "How long after its time a campaign may start; a later one is missed. ISO 8601 duration, seconds, or none.",
            example = "PT2H",
            defaultValue = "none")
        @Nullable String startBy,
    @Schema(
            description =
                "How long after its time a campaign ends: what is still queued is canceled. ISO 8601 duration, seconds, or none for seven days after the start.",
            example = "PT12H",
            defaultValue = "none")
        @Nullable String endAfter) {}
