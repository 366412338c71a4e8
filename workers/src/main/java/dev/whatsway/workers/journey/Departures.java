package dev.whatsway.workers.journey;

import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.journey.JourneyMessages.Known;
import dev.whatsway.store.journey.JourneyMessages.Withdrawal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes back what was still to be sent for a step that a person leaves. */
@Component
class Departures {

  private static final Logger log = LoggerFactory.getLogger(Departures.class);

  private final JourneyMessages messages;
  private final WorkflowClient client;

  Departures(JourneyMessages messages, WorkflowClient client) {
    this.messages = messages;
    this.client = client;
  }

  /** Cancels the step's message where it was not offered to Meta. */
  void leaves(Journey journey, String step, int visit) {
    String name = JourneyMessages.step(step, journey.run(), visit);
    if (messages.withdraw(journey.campaignId(), journey.contactId(), name) == Withdrawal.CANCELED) {
      messages.find(journey.campaignId(), journey.contactId(), name).ifPresent(this::wake);
    }
  }

  /** Returns whether a repetition of the step cannot be a second message beside a first. */
  boolean mayRepeat(Journey journey, String step, int visit) {
    Optional<Known> known =
        messages.find(
            journey.campaignId(),
            journey.contactId(),
            JourneyMessages.step(step, journey.run(), visit));
    return known.isEmpty() || JourneyMessages.NOT_TAKEN.contains(known.get().status());
  }

  private void wake(Known message) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.message(message.id())).signal("recheck");
    } catch (WorkflowNotFoundException never) {
      log.debug("Message {} was canceled before its workflow began", message.id());
    }
  }
}
