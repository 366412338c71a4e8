package dev.whatsway.journey.definition;

/**
 * One step of a plan.
 *
 * @param next where to go unless the step says otherwise; {@code exit} for the end
 */
public record PlannedStep(String id, String type, Record settings, String next) {}
