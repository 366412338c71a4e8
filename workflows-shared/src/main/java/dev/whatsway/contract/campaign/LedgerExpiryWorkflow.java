package dev.whatsway.contract.campaign;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Expires the messages of a closed campaign that is tracked by the ledger, as Meta tells of no
 * message it dropped at its TTL. Id: {@code campaign/<id>/expiry}.
 */
@WorkflowInterface
public interface LedgerExpiryWorkflow {

  @WorkflowMethod
  void run(CampaignInput input);
}
