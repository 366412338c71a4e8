package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * One message in the shape of ours: what ours asks of Temporal for one that is read soon, a send, a
 * wait for signals with a timer for its time to live, and its last status in visibility; and
 * nothing behind it.
 */
public final class BareMessageWorkflowImpl implements BareMessageWorkflow {

  private final BareSending sending =
      Workflow.newActivityStub(
          BareSending.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(BareQueues.SENDING)
              .setStartToCloseTimeout(Duration.ofSeconds(60))
              .setSummary("Send nothing")
              .build());
  private boolean read;

  @Override
  public MessageView deliver(BareMessage message) {
    sending.send(new SendCommand(message.input().messageId(), 1, null), message.signals());
    Waits.until(() -> read, message.input().ttl(), "Waits for statuses until the TTL");
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.MESSAGE_STATUS.valueSet(MessageStatus.READ.wire()));
    return new MessageView(
        MessageStatus.READ, message.input().route(), false, false, null, null, null);
  }

  @Override
  public void events(MessageEvents events) {
    read |= events.events().stream().anyMatch(each -> each.kind() == MessageEvent.Kind.READ);
  }
}
