package dev.whatsway.contract.campaign;

import org.jspecify.annotations.Nullable;

/**
 * What the workflow itself knows; counts by message status are read from PostgreSQL.
 *
 * @param reason why it is paused, canceled, missed or failed; null otherwise
 * @param planned messages planned, 0 before planning
 * @param lanes batch workflows started
 * @param lanesDone batch workflows that have ended
 */
public record CampaignProgress(
    CampaignStatus status, @Nullable String reason, long planned, int lanes, int lanesDone) {}
