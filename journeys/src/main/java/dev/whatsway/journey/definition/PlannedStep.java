package dev.whatsway.journey.definition;

import java.util.Set;

/**
 * One step of a plan.
 *
 * @param next where to go unless the step says otherwise; {@code exit} for the end
 * @param sets the names of the attributes that it may set of a person
 */
public record PlannedStep(String id, String type, Record settings, String next, Set<String> sets) {}
