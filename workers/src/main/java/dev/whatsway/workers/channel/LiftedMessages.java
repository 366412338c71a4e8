package dev.whatsway.workers.channel;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Queued;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Wakes messages of running campaigns that wait for the channel of their step, once nothing stops
 * that any more: their campaign was never paused, so no resume wakes them. Whom it misses, since
 * the hold was stored a moment after it had looked, looks again by itself after 15 minutes.
 */
@Component
class LiftedMessages {

  private static final Logger log = LoggerFactory.getLogger(LiftedMessages.class);
  private static final int PAGE = 100;

  private final CampaignLines lines;
  private final CampaignMessages messages;
  private final WorkflowClient client;

  LiftedMessages(CampaignLines lines, CampaignMessages messages, WorkflowClient client) {
    this.lines = lines;
    this.messages = messages;
    this.client = client;
  }

  /**
   * May be repeated: who is woken for nothing waits on.
   *
   * @param alive called once a page
   * @throws RuntimeException when Temporal does not answer
   */
  void wake(UUID accountId, Runnable alive) {
    for (UUID campaign : lines.runningWithStepChannels(accountId)) {
      long after = -1;
      List<Queued> page = messages.lifted(campaign, after, PAGE);
      while (!page.isEmpty()) {
        for (Queued message : page) {
          recheck(message.id());
          after = message.ordinal();
        }
        alive.run();
        page = messages.lifted(campaign, after, PAGE);
      }
    }
  }

  private void recheck(UUID messageId) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.message(messageId)).signal("recheck");
    } catch (WorkflowNotFoundException ended) {
      log.debug("Message workflow {} had ended before it was woken", messageId);
    }
  }
}
