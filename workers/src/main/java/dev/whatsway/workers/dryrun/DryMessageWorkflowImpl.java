package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;

/** Sends nothing: what becomes of a message in a dry run is drawn where it is planned. */
public final class DryMessageWorkflowImpl implements MessageWorkflow {

  @Override
  public MessageView deliver(MessageInput input) {
    return view();
  }

  @Override
  public void events(MessageEvents events) {
    // Nobody tells a message that was never sent.
  }

  @Override
  public void recheck() {
    // Nothing of it can change.
  }

  @Override
  public MessageView view() {
    return new MessageView(MessageStatus.QUEUED, null, false, false, null, "dry run", null);
  }
}
