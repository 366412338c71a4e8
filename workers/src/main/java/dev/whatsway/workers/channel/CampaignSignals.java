package dev.whatsway.workers.channel;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.store.campaign.CampaignLines;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells an account's campaigns what stops them, or that nothing does any more. It looks at what
 * stands now, not at what has changed, so that telling once more, or late, is right as well.
 */
@Component
class CampaignSignals {

  private static final Logger log = LoggerFactory.getLogger(CampaignSignals.class);

  private final CampaignLines lines;
  private final WorkflowClient client;

  CampaignSignals(CampaignLines lines, WorkflowClient client) {
    this.lines = lines;
    this.client = client;
  }

  /**
   * @throws RuntimeException when Temporal does not answer
   */
  void tell(UUID accountId) {
    lines
        .runningButStopped(accountId)
        .forEach(
            (campaign, stop) ->
                signal(
                    campaign,
                    "stopped",
                    new StopNotice(stop.stopId(), stop.code(), stop.explained())));
    lines.pausedButOpen(accountId).forEach(campaign -> signal(campaign, "lifted"));
  }

  private void signal(UUID campaign, String name, Object... arguments) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.campaign(campaign)).signal(name, arguments);
    } catch (WorkflowNotFoundException ended) {
      log.debug("Campaign {} had ended before it was told", campaign);
    }
  }
}
