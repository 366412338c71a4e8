package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.journey.setting.Names;
import org.jspecify.annotations.Nullable;

/**
 * Who enters. With an event, whoever it is told of while the campaign runs; without, the campaign's
 * audience or segment, once.
 *
 * @param when asked of each who would enter; null for everybody
 */
public record Entry(
    @Setting(
            description = "The name of the event by which people enter.",
            pattern = Names.EVENT,
            example = "cart_abandoned")
        @Nullable String event,
    @Setting(description = "Only people for whom this holds enter.")
        @Nullable ConditionText when) {}
