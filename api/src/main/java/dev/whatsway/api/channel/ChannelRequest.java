package dev.whatsway.api.channel;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A channel's settings; in a PATCH what is left out stays as it is. */
@Schema(name = "ChannelRequest")
record ChannelRequest(
    @Schema(example = "Support DE") @Nullable String name,
    @Schema(description = "E.164.", example = "+4915112345678") @Nullable String phoneNumber,
    @Schema(description = "Meta's id of the number.", example = "106540352242922")
        @Nullable String phoneNumberId,
    @Schema(example = "102290129340398") @Nullable String wabaId,
    @Schema(
            description = "Stored encrypted, never returned.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String accessToken,
    @Schema(
            description = "Meta signs webhooks with it. Stored encrypted, never returned.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String appSecret,
    @Schema(
            description = "What Meta says when it verifies the webhook URL. Never returned.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String verifyToken,
    @Schema(
            description = "Another Graph host than the deployment's; null for the deployment's.",
            example = "https://graph.facebook.com")
        @Nullable String graphUrl,
    @Schema(description = "Whether the WABA may use the MM API.", defaultValue = "false")
        @Nullable Boolean mmEnabled,
    @Schema(
            description = "The share of marketing messages that tries the MM API first.",
            minimum = "0",
            maximum = "100",
            defaultValue = "100")
        @Nullable Integer mmRolloutPercent,
    @Schema(
            allowableValues = {"auto", "cloud_only"},
            defaultValue = "auto")
        @Nullable String routing,
    @Schema(
            allowableValues = {"definite", "always"},
            defaultValue = "definite")
        @Nullable String fallback,
    @Schema(
            description = "What becomes of a message whose outcome stays unknown.",
            allowableValues = {"give_up", "resend"},
            defaultValue = "give_up")
        @Nullable String unknownPolicy,
    @Schema(
            description = "Messages a second.",
            minimum = "1",
            maximum = "1000",
            defaultValue = "80")
        @Nullable Integer throughput,
    @Schema(
            description =
                "Whether the attempt's id goes along as biz_opaque_callback_data on the MM API, whose schema does not list it. Without it statuses are matched by wamid alone, and a lost answer stays unknown.",
            defaultValue = "true")
        @Nullable Boolean mmCallbackData,
    @Schema(
            description =
                "Meta's word for how many people the portfolio may write to in 24 hours; null: not"
                    + " limited here.",
            example = "TIER_2K")
        @Nullable String messagingLimit,
    @Schema(
            description =
                "Meta's id of the business portfolio, whose limit its WABAs share; null: the WABA"
                    + " alone.",
            example = "102290129340300")
        @Nullable String portfolioId,
    @Schema(
            description =
                "What to do when Meta limits the number for its quality (131048, or a rating of"
                    + " RED): pause its campaigns, or send at a quarter of its rate until the rating"
                    + " is better.",
            allowableValues = {"pause", "slow"},
            defaultValue = "pause")
        @Nullable String qualityPolicy) {}
