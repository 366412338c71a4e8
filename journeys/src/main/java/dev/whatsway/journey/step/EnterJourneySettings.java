package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Setting;
import java.util.UUID;

/** Step {@code enter_journey}: the person enters another one besides, by its own rules. */
public record EnterJourneySettings(
    @Setting(description = "The campaign of that journey.") UUID campaignId) {}
