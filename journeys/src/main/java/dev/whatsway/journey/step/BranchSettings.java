package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import org.jspecify.annotations.Nullable;

/** Step {@code branch}: one of two ways, by a condition. */
public record BranchSettings(
    @Setting(description = "A condition in CEL.", example = "contact.country == 'DE'")
        ConditionText when,
    @Setting(description = "Where to go when it holds.") @Nullable StepRef then,
    @Setting(description = "Where to go when it does not.") @Nullable StepRef otherwise) {}
