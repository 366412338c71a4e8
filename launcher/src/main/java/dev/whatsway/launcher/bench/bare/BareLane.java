package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.campaign.BatchState;

/**
 * What a bare lane carries from run to run.
 *
 * @param state as in ours
 * @param signals to each message
 */
public record BareLane(BatchState state, int signals) {}
