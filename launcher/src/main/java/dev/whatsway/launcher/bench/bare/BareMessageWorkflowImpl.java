package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.SendCommand;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * One message without a thing that is ours: no timer for its time to live, and its search
 * attributes, which it starts with as ours does, never follow its status.
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
    Workflow.await(() -> read);
    return new MessageView(
        MessageStatus.READ, message.input().route(), false, false, null, null, null);
  }

  @Override
  public void events(MessageEvents events) {
    read |= events.events().stream().anyMatch(each -> each.kind() == MessageEvent.Kind.READ);
  }
}
