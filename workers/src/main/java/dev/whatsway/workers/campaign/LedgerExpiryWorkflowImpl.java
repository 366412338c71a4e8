package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.LedgerExpiryWorkflow;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the TTL of the messages of a closed campaign that is tracked by the ledger. Messages of
 * other campaigns wait for it in workflows of their own.
 *
 * <p>Id {@code campaign/<id>/expiry}, queue {@code campaigns}. It looks some ten times, so its
 * history stays below 150 events however large the campaign is.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class LedgerExpiryWorkflowImpl implements LedgerExpiryWorkflow {

  private final CampaignLifecycle lifecycle = CampaignStubs.lifecycle();

  @Override
  public void run(CampaignInput input) {
    @Nullable Instant next = lifecycle.expireOverdue(input.campaignId());
    while (next != null) {
      Workflow.sleep(atLeastASecond(Duration.between(Waits.now(), next)));
      next = lifecycle.expireOverdue(input.campaignId());
    }
  }

  private static Duration atLeastASecond(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
  }
}
