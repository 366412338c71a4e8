package dev.whatsway.contract.message;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One message, from the send to a terminal status or its TTL. Id: {@code message/<id>}. */
@WorkflowInterface
public interface MessageWorkflow {

  @WorkflowMethod
  MessageView deliver(MessageInput input);

  /** Tells what webhooks said of this message; duplicates and late ones change nothing. */
  @SignalMethod
  void events(MessageEvents events);

  /**
   * Says that something a waiting message depends on has changed (a resume, a cancel): look again
   * now.
   */
  @SignalMethod
  void recheck();

  @QueryMethod
  MessageView view();
}
