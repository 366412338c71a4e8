package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.Setting;
import org.jspecify.annotations.Nullable;

/** Step {@code set_attribute}: what campaigns and conditions read of the person from now on. */
public record SetAttributeSettings(
    @Setting(pattern = "[a-z0-9][a-z0-9_]{0,63}", example = "tier") String name,
    @Setting(description = "The new value; the attribute is removed where left out.")
        @Nullable PlaceholderText value) {}
