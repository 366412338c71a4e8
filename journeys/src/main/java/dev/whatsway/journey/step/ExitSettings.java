package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Setting;
import org.jspecify.annotations.Nullable;

/** Step {@code exit}: the end, with a reason for the report. */
public record ExitSettings(
    @Setting(
            description = "Why; completed where left out.",
            pattern = "[a-z0-9][a-z0-9_-]{0,63}",
            example = "converted")
        @Nullable String reason) {}
