package dev.whatsway.api.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new API key. */
@Schema(name = "ApiKeyRequest")
record ApiKeyRequest(
    @Schema(example = "shop", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
    @Schema(
            description = "One or more of admin, manage, read and gateway.",
            example = "[\"gateway\"]",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable List<@Nullable String> scopes,
    @Schema(
            description = "Requests a second, over all endpoints; no limit where left out.",
            example = "80",
            minimum = "1",
            maximum = "10000")
        @Nullable Integer perSecond) {}
