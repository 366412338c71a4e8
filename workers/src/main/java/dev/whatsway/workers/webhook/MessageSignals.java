package dev.whatsway.workers.webhook;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells message workflows what the ledger knows already. */
@Component
class MessageSignals {

  private static final Logger log = LoggerFactory.getLogger(MessageSignals.class);

  private final WorkflowClient client;

  MessageSignals(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Sends one signal, however many events. A workflow that has ended needs none.
   *
   * @throws RuntimeException when Temporal does not answer
   */
  void tell(UUID messageId, List<MessageEvent> events) {
    try {
      client
          .newUntypedWorkflowStub(WorkflowIds.message(messageId))
          .signal("events", new MessageEvents(events));
    } catch (WorkflowNotFoundException ended) {
      log.debug("Message workflow {} had ended before it was told", messageId);
    }
  }
}
