package dev.whatsway.api.recurring;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a campaign comes: cron, or weekdays and a time. */
@Schema(name = "Every")
record EveryRequest(
    @Schema(
            description =
                "Five fields: one minute, hours, days of the month, months, days of the week.",
            example = "0 10 * * MON-FRI")
        @Nullable String cron,
    @Schema(description = "mon to sun; each day where left out.", example = "[\"mon\", \"thu\"]")
        @Nullable List<@Nullable String> weekdays,
    @Schema(description = "Of the day, with weekdays or alone; this or cron.", example = "10:00")
        @Nullable String time,
    @Schema(
            description = "IANA name of the zone that these times are in.",
            example = "Europe/Berlin",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String timezone) {}
