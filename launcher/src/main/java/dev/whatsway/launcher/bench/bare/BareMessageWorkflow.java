package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageView;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One activity, then signals, of which the one that tells of the read ends it. */
@WorkflowInterface
public interface BareMessageWorkflow {

  @WorkflowMethod
  MessageView deliver(BareMessage message);

  @SignalMethod
  void events(MessageEvents events);
}
