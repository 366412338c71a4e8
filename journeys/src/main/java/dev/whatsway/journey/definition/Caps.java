package dev.whatsway.journey.definition;

import dev.whatsway.contract.journey.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much one person gets.
 *
 * @param messages at most so many of this journey
 * @param per within this length of time; null for the whole journey
 */
public record Caps(
    @Setting(description = "At most so many messages.", min = "1", max = "100") int messages,
    @Setting(description = "Within this time; the whole journey where left out.")
        @Nullable Duration per) {}
