package dev.whatsway.contract.journey;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One person's way through a journey. Id: {@code campaign/<id>/journey/<contact>}. It knows nothing
 * of the kinds of steps: an activity decides, the workflow waits.
 */
@WorkflowInterface
public interface JourneyWorkflow {

  @WorkflowMethod
  JourneyView travel(JourneyState state);

  /** Tells what happened; repetitions change nothing. */
  @SignalMethod
  void events(JourneyEvents events);

  /** Says that something stored has changed (an order, a cancel, a new plan): look again now. */
  @SignalMethod
  void recheck();

  @QueryMethod
  JourneyView view();
}
