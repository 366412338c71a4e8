package dev.whatsway.launcher.bench.bare;

import java.util.UUID;

/**
 * What a bare campaign is to do.
 *
 * @param campaignId any; its messages are found by it in visibility
 * @param messages how many
 * @param signals to each message, 1 to 3, the last of which ends it
 */
public record BareCampaign(UUID campaignId, long messages, int signals) {

  /** Returns the id of the workflow of its message of that ordinal. */
  public String messageWorkflowId(long ordinal) {
    return BareNames.workflowId(BareNames.messageId(campaignId, ordinal));
  }
}
