package dev.whatsway.contract.journey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator reads from a journey's workflow.
 *
 * @param plan the hash of the plan it follows
 * @param step where the person is; the last step once it has ended
 * @param visit how often the person has come to this step
 * @param since when the person came to it; null before the first
 * @param until when the wait ends at the latest; null for none
 * @param why what it waits for, else the latest decision; null before the first
 * @param ended whether the journey is over
 */
public record JourneyView(
    String plan,
    @Nullable String step,
    int visit,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String why,
    boolean ended) {}
