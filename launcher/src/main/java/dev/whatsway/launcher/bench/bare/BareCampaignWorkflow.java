package dev.whatsway.launcher.bench.bare;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Hands ranges of messages to lanes and waits for these. */
@WorkflowInterface
public interface BareCampaignWorkflow {

  @WorkflowMethod
  void run(BareCampaign campaign);
}
