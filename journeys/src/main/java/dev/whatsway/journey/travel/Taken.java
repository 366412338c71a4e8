package dev.whatsway.journey.travel;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.StepResult;
import java.util.List;

/**
 * What came of taking a step.
 *
 * @param result with a step's id in {@code Go.to}, and never a {@code Go} to the journey's end
 * @param goal whether an end is one that the journey aims at
 * @param exits events that end the journey wherever the person is
 */
public record Taken(StepResult result, boolean goal, List<AwaitedEvent> exits) {}
