package dev.whatsway.api.subscription;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new subscription. */
@Schema(name = "SubscriptionRequest")
record SubscriptionRequest(
    @Schema(
            description = "https, on the public internet.",
            example = "https://example.com/whatsway",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String url,
    @Schema(
            description =
                "Types such as message.read, or message.* and campaign.* for all of a kind; both where left out.",
            example = "[\"message.failed\", \"campaign.*\"]")
        @Nullable List<@Nullable String> events) {}
