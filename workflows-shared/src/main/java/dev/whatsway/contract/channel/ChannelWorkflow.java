package dev.whatsway.contract.channel;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks after one channel for as long as it exists: what Meta says of the number, the token's age,
 * and stops until their cause is gone. Id: {@code channel/<id>}.
 */
@WorkflowInterface
public interface ChannelWorkflow {

  @WorkflowMethod
  void lookAfter(ChannelState state);

  /** Says that stops of this channel were opened or cleared: campaigns are told at once. */
  @SignalMethod
  void stopsChanged();

  /** Says that the channel is new or its settings have changed: Meta is asked again now. */
  @SignalMethod
  void settingsChanged();

  /** Fetches all templates of the channel's WABA. */
  @UpdateMethod
  TemplateCounts syncTemplates();

  @QueryMethod
  ChannelState state();
}
