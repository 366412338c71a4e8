package dev.whatsway.journey.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a definition compiles to. It never changes: another definition is another plan.
 *
 * @param hash SHA-256 of {@code json} in hexadecimal, by which it is stored
 * @param json the definition in its canonical form
 * @param first the id of the first step
 * @param steps by id, in the order of the definition
 * @param entry null for everybody in the campaign's audience or segment
 * @param caps null for none
 */
public record JourneyPlan(
    String hash,
    String json,
    String first,
    Map<String, PlannedStep> steps,
    @Nullable Entry entry,
    Reentry reentry,
    List<ExitRule> exitRules,
    @Nullable Caps caps) {}
