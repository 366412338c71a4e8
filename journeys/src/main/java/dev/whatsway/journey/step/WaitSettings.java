package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Setting;
import java.time.Duration;

/** Step {@code wait}: a length of time, whatever the clock shows then. */
public record WaitSettings(
    @Setting(description = "How long.", example = "P2D or PT30M") Duration duration) {}
